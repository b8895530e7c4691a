import type { RouteRecordRaw } from 'vue-router';

const numberId = (route: { params: Record<string, string | string[]> }) => ({ id: Number(route.params.id) });

export default [
  {
    path: '/inspections',
    name: 'inspections',
    component: () => import('./pages/InspectionsPage.vue'),
    meta: { title: 'registers.inspections', actions: ['inspection.read'] },
  },
  {
    path: '/inspections/:id(\\d+)',
    name: 'inspection',
    component: () => import('./pages/InspectionPage.vue'),
    props: numberId,
    meta: { title: 'registers.inspection', actions: ['inspection.read'] },
  },
  {
    path: '/meetings',
    name: 'meetings',
    component: () => import('./pages/MeetingsPage.vue'),
    meta: { title: 'registers.meetings', actions: ['meeting.read'] },
  },
  {
    path: '/meetings/:id(\\d+)',
    name: 'meeting',
    component: () => import('./pages/MeetingPage.vue'),
    props: numberId,
    meta: { title: 'registers.meeting', actions: ['meeting.read'] },
  },
  {
    path: '/commitments',
    name: 'commitments',
    component: () => import('./pages/CommitmentsPage.vue'),
    meta: { title: 'registers.commitments', actions: ['commitment.read'] },
  },
  {
    path: '/commitments/:id(\\d+)',
    name: 'commitment',
    component: () => import('./pages/CommitmentPage.vue'),
    props: numberId,
    meta: { title: 'registers.commitment', actions: ['commitment.read'] },
  },
  {
    path: '/regulations',
    name: 'regulations',
    component: () => import('./pages/RegulationsPage.vue'),
    meta: { title: 'registers.regulations', actions: ['regulation.read'] },
  },
  {
    path: '/regulations/:id(\\d+)',
    name: 'regulation',
    component: () => import('./pages/RegulationPage.vue'),
    props: numberId,
    meta: { title: 'registers.regulation', actions: ['regulation.read'] },
  },
  {
    path: '/suggestions',
    name: 'suggestions',
    component: () => import('./pages/SuggestionsPage.vue'),
    meta: { title: 'registers.suggestions', actions: ['suggestion.read'] },
  },
  {
    path: '/suggestions/:id(\\d+)',
    name: 'suggestion',
    component: () => import('./pages/SuggestionPage.vue'),
    props: numberId,
    meta: { title: 'registers.suggestion', actions: ['suggestion.read'] },
  },
] satisfies RouteRecordRaw[];
