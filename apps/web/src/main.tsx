import { startApp } from './app/app.tsx';

const root = document.getElementById('root');
if (root) void startApp(root);
