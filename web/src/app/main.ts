import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { configureClient } from '@/api/client';
import { useSession } from '@/modules/identity/store';
import App from './App.vue';
import { i18n, language, markDocument, t } from './i18n';
import { createWorkbenchRouter } from './router';
import { restoreTextSize } from './textSize';
import './element';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/print.css';

const app = createApp(App);
app.use(createPinia());
app.use(i18n);

const session = useSession();
const router = createWorkbenchRouter(session);
app.use(router);
router.afterEach((to) => {
  document.title = `${t(to.meta.title)} · ${t('shell.brand')}`;
});

configureClient({
  language: () => language.value,
  csrfToken: () => session.csrfToken,
  onUnauthenticated: () => {
    const here = router.currentRoute.value;
    if (here.meta.open || !session.known) return;
    session.forget();
    void router.push({ name: 'login', query: { next: here.fullPath } });
  },
});

markDocument();
restoreTextSize();
app.mount('#app');
