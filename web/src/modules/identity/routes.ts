import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/login',
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    meta: { title: 'identity.log_in', open: true },
  },
  {
    path: '/not-permitted',
    name: 'not-permitted',
    component: () => import('@/app/pages/NotPermittedPage.vue'),
    meta: { title: 'shell.not_permitted', open: true },
  },
  {
    path: '/me/password',
    name: 'password',
    component: () => import('./pages/PasswordPage.vue'),
    meta: { title: 'identity.password' },
  },
  {
    path: '/me/sessions',
    name: 'my-sessions',
    component: () => import('./pages/SessionsPage.vue'),
    meta: { title: 'identity.my_sessions' },
  },
  {
    path: '/me/tokens',
    name: 'my-tokens',
    component: () => import('./pages/TokensPage.vue'),
    meta: { title: 'identity.my_tokens' },
  },
  {
    path: '/delegations',
    name: 'delegations',
    component: () => import('./pages/DelegationsPage.vue'),
    meta: { title: 'identity.delegations' },
  },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./pages/AccountsPage.vue'),
    meta: { title: 'identity.accounts', actions: ['account.read'] },
  },
  {
    path: '/accounts/:id(\\d+)',
    name: 'account',
    component: () => import('./pages/AccountPage.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { title: 'identity.account', actions: ['account.read'] },
  },
  {
    path: '/permissions',
    name: 'permissions',
    component: () => import('./pages/PermissionsPage.vue'),
    meta: { title: 'identity.permissions', actions: ['permission.read'] },
  },
] satisfies RouteRecordRaw[];
