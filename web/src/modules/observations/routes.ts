import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/stations',
    name: 'stations',
    component: () => import('./pages/StationsPage.vue'),
    meta: { title: 'observations.stations', actions: ['station.read'], guests: true },
  },
  {
    path: '/stations/:id(\\d+)',
    name: 'station',
    component: () => import('./pages/StationPage.vue'),
    props: numberId,
    meta: { title: 'observations.station', actions: ['station.read'], guests: true },
  },
  {
    path: '/stations/:id(\\d+)/import',
    name: 'csv-import',
    component: () => import('./pages/CsvImportPage.vue'),
    props: numberId,
    meta: { title: 'csv.title', actions: ['observation.record'] },
  },
  {
    path: '/streams/:id(\\d+)',
    name: 'stream',
    component: () => import('./pages/StreamPage.vue'),
    props: numberId,
    meta: { title: 'series.stream', actions: ['observation.read'], guests: true },
  },
  {
    path: '/station-networks',
    name: 'station-networks',
    component: () => import('./pages/NetworksPage.vue'),
    meta: { title: 'networks.title', actions: ['station.read'], guests: true },
  },
  {
    path: '/station-networks/:id(\\d+)',
    name: 'station-network',
    component: () => import('./pages/NetworkPage.vue'),
    props: numberId,
    meta: { title: 'networks.network', actions: ['station.read'], guests: true },
  },
  {
    path: '/alarms',
    name: 'alarms',
    component: () => import('./pages/AlarmsPage.vue'),
    meta: { title: 'alarms.all', actions: ['station.read_internal'] },
  },
] satisfies RouteRecordRaw[];
