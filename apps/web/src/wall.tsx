import { startWall } from './app/start-wall.tsx';

const root = document.getElementById('root');
if (root) startWall(root);
