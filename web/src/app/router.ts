import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';

/** What the router asks of the session. */
export interface Doorkeeper {
  readonly signedIn: boolean;
  readonly mustChangePassword: boolean;
  ensureKnown: () => Promise<void>;
  canAny: (actions: string[]) => boolean;
}

const found = import.meta.glob<{ default: RouteRecordRaw[] }>('../modules/*/routes.ts', { eager: true });
const moduleRoutes = Object.values(found).flatMap((file) => file.default);

export function createWorkbenchRouter(session: Doorkeeper): Router {
  const router = createRouter({
    history: createWebHistory(import.meta.env.BASE_URL),
    routes: [
      { path: '/', redirect: { name: 'todos' } },
      ...moduleRoutes,
      {
        path: '/:rest(.*)*',
        name: 'not-found',
        component: () => import('./pages/NotFoundPage.vue'),
        meta: { title: 'shell.no_such_page', open: true },
      },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  router.beforeEach(async (to) => {
    if (to.meta.open) return true;
    await session.ensureKnown();
    if (!session.signedIn) return to.meta.guests ? true : { name: 'login', query: { next: to.fullPath } };
    if (session.mustChangePassword && to.name !== 'password') return { name: 'password' };
    if (to.meta.actions && !session.canAny(to.meta.actions)) return { name: 'not-permitted' };
    return true;
  });
  return router;
}
