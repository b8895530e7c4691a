import type { RouteRecordRaw } from 'vue-router';

const actions = ['layout.read'];

export default [
  {
    path: '/layout',
    name: 'layout',
    component: () => import('./pages/LayoutPage.vue'),
    meta: { title: 'layout.title', actions },
  },
  {
    path: '/layout/:category/:field',
    name: 'layout-field',
    component: () => import('./pages/LayoutFieldPage.vue'),
    props: true,
    meta: { title: 'layout.title', actions },
  },
  {
    path: '/layout-history',
    name: 'layout-history',
    component: () => import('./pages/HistoryPage.vue'),
    meta: { title: 'layout.history', actions },
  },
  {
    path: '/layout-directions',
    name: 'layout-directions',
    component: () => import('./pages/DirectionsPage.vue'),
    meta: { title: 'layout.directions', actions },
  },
  {
    path: '/layout-provinces',
    name: 'layout-provinces',
    component: () => import('./pages/ProvincesPage.vue'),
    meta: { title: 'layout.provinces', actions },
  },
] satisfies RouteRecordRaw[];
