import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/notices',
    name: 'notices',
    component: () => import('./pages/NoticesPage.vue'),
    meta: { title: 'notices.title', actions: ['notice.edit', 'notice.publish'] },
  },
  {
    path: '/notices/new',
    name: 'new-notice',
    component: () => import('./pages/NoticeFormPage.vue'),
    meta: { title: 'notices.new', actions: ['notice.edit'] },
  },
  {
    path: '/notices/:id(\\d+)',
    name: 'notice',
    component: () => import('./pages/NoticePage.vue'),
    props: numberId,
    meta: { title: 'notices.notice', actions: ['notice.read', 'notice.edit', 'notice.publish'] },
  },
  {
    path: '/notices/:id(\\d+)/edit',
    name: 'edit-notice',
    component: () => import('./pages/NoticeFormPage.vue'),
    props: numberId,
    meta: { title: 'notices.edit', actions: ['notice.edit'] },
  },
] satisfies RouteRecordRaw[];
