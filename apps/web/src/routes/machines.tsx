import { MachinesPage } from '#features/machines/machines-page.tsx';

export default MachinesPage;
