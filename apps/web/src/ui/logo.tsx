/** The mark of Retry Desk: one turn of an arrow. */
export function Logo({ size = 14 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <path d="M12 7a5 5 0 11-1.6-3.7M12 1.5v3.2H8.8" />
    </svg>
  );
}
