import { WallPage } from '#features/wall/wall-page.tsx';

export default WallPage;
