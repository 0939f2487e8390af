import { SignInPage } from '#features/access/sign-in-page.tsx';

export default SignInPage;
