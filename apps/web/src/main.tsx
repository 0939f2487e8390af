import { startApp } from './app/app.tsx';

const root = document.getElementById('root');
// A browser that public/start.js has found too old reads its sentence instead of half an app.
if (root && !document.documentElement.classList.contains('too-old')) void startApp(root);
