import { ShiftPage } from '#features/shift/shift-page.tsx';

export default ShiftPage;
