/** Messages as agents for Windows and Linux, databases and storages write them, made up for the tests: each is a cause of its own. */
export const moreMessages: readonly string[] = `
Failed to open device [<dev>]. Permission denied. Code: 13
Failed to open device [<dev>]. No such device. Code: 19
Unable to truncate Microsoft SQL Server transaction logs. Details: Failed to process 'TruncateSQLLog' command. Details: Failed to logon user [<account>]. Win32 error:The user name or password is incorrect. Code: 1326
Unable to truncate Microsoft SQL Server transaction logs. Details: Failed to process 'TruncateSQLLog' command. Details: Login timeout expired
Failed to call RPC function 'Vss.InitializeContext'. RPC server is unavailable. RPC function call failed. Function name: [InvokerTestConnection]. Target machine: [<ip>]. RPC error: The RPC server is unavailable. Code: 1722
Failed to call RPC function 'Vss.InitializeContext'. RPC function call failed. Function name: [IsSnapshotInProgress]. Target machine: [<ip>]. RPC error: The remote procedure call failed. Code: 1726
RPC function call failed. Function name: [DoRpc]. Target machine: [<ip>:<port>].
RPC function call failed. Function name: [GetSvcVersion]. Target machine: [<ip>:<port>].
Service [VeeamGuestHelper] on <machine> could not be started
Service [VeeamVssSupport] on <machine> could not be started
Service name: [VeeamGuestHelper]. The service did not respond to the start request
Service name: [VSS]. The service did not respond to the start request
Module name: [veeamsnap]. Key was rejected by service
Module name: [bdevfilter]. Key was rejected by service
Microsoft OLE DB Provider for SQL Server: Msg 3201, Level 16, State 1. Cannot process backup
Microsoft OLE DB Provider for SQL Server: Msg 18456, Level 14, State 1. Cannot process backup
Agent on <machine> stopped: Event ID: 8193
Agent on <machine> stopped: Event ID: 12289
Call to <machine> failed with Win32 53
Call to <machine> failed with Win32 5
Call to <machine> failed, error number: 53
Call to <machine> failed, error number: 1219
Call to <machine> failed, error no. 53
Call to <machine> failed, error no. 1219
Cannot talk to <machine>: result 0x5
Cannot talk to <machine>: result 0x35
Agent failure, code: -5
Agent failure, code: -110
Agent failure, code 2147942405
Agent failure, code 2147942450
Verbindung zu <machine> fehlgeschlagen. Fehlernummer: 64
Verbindung zu <machine> fehlgeschlagen. Fehlernummer: 121
Verbindung zu <machine> fehlgeschlagen. Fehler-Nr. 64
Verbindung zu <machine> fehlgeschlagen. Fehler-Nr. 121
Сбой связи с <machine>. Ошибка №64
Сбой связи с <machine>. Ошибка №121
Сбой агента на <machine>. Код: 64
Сбой агента на <machine>. Код: 121
Сбой агента на <machine>, код возврата 64
Сбой агента на <machine>, код возврата 121
Statuscode: 403 von <machine>
Statuscode: 503 von <machine>
Der Zugriff auf die Freigabe <share> wurde verweigert.
Der Netzwerkpfad <share> wurde nicht gefunden.
Auf dem Datenträger <path> ist nicht genügend Speicherplatz verfügbar.
Das Konto [<account>] ist gesperrt. Fehlercode: 1909
Anmeldung von [<account>] fehlgeschlagen. Kennwort ist abgelaufen.
Der Volumeschattenkopie-Dienst meldet einen Fehler: Größe überschritten auf <machine>
Не удалось создать теневую копию тома <path>. Истекло время ожидания.
Не удалось создать теневую копию тома <path>. Недостаточно памяти.
Отказано в доступе к файлу <path>
Файл <path> занят другим процессом
Не удаётся подключиться к узлу <machine> по порту <port>
Учетная запись [<account>] заблокирована
Failed to mount NFS share <share>. mount.nfs: access denied by server while mounting
Failed to mount NFS share <share>. mount.nfs: Stale file handle
Certificate of <machine> has expired on <date>
Certificate of <machine> is not yet valid until <date>
Certificate thumbprint mismatch for <machine>: expected <…>, got <…>
License key does not cover workload <machine>
License of instance count <n> exceeded, workload <machine> was not processed
Failed to upload block <n> to bucket <name>.⏎S3 error: The Access Key Id you provided does not exist in our records.⏎Code: InvalidAccessKeyId
Failed to upload block <n> to bucket <name>.⏎S3 error: Request time too skewed⏎Code: RequestTimeTooSkewed
Failed to upload block <n> to bucket <name>.⏎Agent failed to process method {Cloud.Upload}.⏎S3 error: slow down
CHECK_FILE_SYSTEM on <path>: volume is dirty⏎VSSControl: -2147212529⏎cannot add volumes
CHECK_FILE_SYSTEM on <path>: volume is dirty⏎VSSControl: -2147212522⏎cannot add volumes
NoBlanks:TheVolume:<dev>:IsOffline
NoBlanks:TheVolume:<dev>:IsReadOnly
Snapshot overflow on <dev>, <n> MB needed
Metadata of checkpoint <guid> was not found in backup of <machine>
Backup chain of <machine> is broken: increment <file> missing
Backup file <file> is corrupted, CRC mismatch at offset <n>
Decompression error: LZ4 block is bad in <file>
Bandwidth: proxy <machine> of <name> has no free task slots
Bitlocker volume <path> is locked
Cluster node <machine> does not own disk <n>
Failed to prepare. Failed to connect. Failed to authenticate on <machine>
Failed to prepare. Failed to connect. Failed to resolve <machine>
Failed to finalize: step one went wrong. Details: step two went wrong. Details: disk is offline
Failed to finalize: step one went wrong. Details: step two went wrong. Details: memory is exhausted
Process 'veeamagent' was killed: out of memory
Process 'veeamservice' was killed: out of memory
The job <job> was blocked by maintenance window
PostgreSQL instance of <machine>: WAL archive failed: permission denied
PostgreSQL instance of <machine>: WAL archive failed: no space left on device
MySQL instance of <machine>: FLUSH TABLES timed out
Oracle: ORA-01017: invalid username/password; logon denied on <machine>
Oracle: ORA-28000: the account is locked on <machine>
Failed to load module [veeamsnap] with parameters [<args>]. Required key not available
Failed to load module [veeamsnap] with parameters [<args>]. Exec format error
SELinux is preventing veeamagent from accessing <path>
dattobd is loaded on <machine>, which conflicts with blksnap
The parameter is incorrect. Failed to read data from the file [<path>].
The device is not ready. Failed to read data from the file [<path>].
Failed to read data from the file [<path>]. Data error (cyclic redundancy check).
Failed to read data from the file [<path>]. The request could not be performed because of an I/O device error.
Unable to install backup agent: cannot connect to <machine> Error: Access is denied.
Unable to install backup agent: cannot connect to <machine> Error: The network path was not found.
Unable to install backup agent: failed to connect to <ip> Error: Connection timed out.
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('⏎', '\n'));
