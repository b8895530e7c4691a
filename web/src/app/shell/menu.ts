/** The menu: where each entry leads and which of the caller's actions opens it (none: everybody's). */
export interface MenuEntry {
  to: string;
  title: string;
  actions: string[];
}

export interface MenuGroup {
  title: string;
  entries: MenuEntry[];
}

export const menuGroups: MenuGroup[] = [
  {
    title: 'shell.group_work',
    entries: [
      { to: '/todos', title: 'inbox.title', actions: [] },
      { to: '/notifications', title: 'inbox.notifications', actions: ['notification.own'] },
      { to: '/applications', title: 'applications.title', actions: ['application.read'] },
      { to: '/calls', title: 'applications.calls', actions: ['call.read'] },
    ],
  },
  {
    title: 'shell.group_programme',
    entries: [
      { to: '/programme', title: 'programme.overview', actions: ['standing.read'] },
      { to: '/programme/reports', title: 'supervision.reports', actions: ['progress.read'] },
      { to: '/programme/unit-plans', title: 'supervision.unit_plans', actions: ['unit_plan.read'] },
      { to: '/programme/extensions', title: 'supervision.extensions', actions: ['progress.read'] },
      { to: '/programme/slips', title: 'supervision.slips', actions: ['slip.read'] },
      { to: '/inspections', title: 'registers.inspections', actions: ['inspection.read'] },
      { to: '/meetings', title: 'registers.meetings', actions: ['meeting.read'] },
      { to: '/commitments', title: 'registers.commitments', actions: ['commitment.read'] },
      { to: '/regulations', title: 'registers.regulations', actions: ['regulation.read'] },
      { to: '/suggestions', title: 'registers.suggestions', actions: ['suggestion.read'] },
    ],
  },
  {
    title: 'shell.group_registry',
    entries: [
      { to: '/platforms', title: 'registry.title', actions: ['platform.read'] },
      { to: '/readiness', title: 'registry.readiness', actions: ['readiness.read'] },
      { to: '/annual-reports', title: 'registry.annual_reports', actions: ['annual_report.read'] },
      { to: '/exit-plans', title: 'registry.exit_plans', actions: ['exit_plan.read'] },
      { to: '/organisations', title: 'organisations.title', actions: ['organisation.read'] },
    ],
  },
  {
    title: 'shell.group_observations',
    entries: [
      { to: '/stations', title: 'observations.stations', actions: ['station.read'] },
      { to: '/station-networks', title: 'networks.title', actions: ['station.read'] },
      { to: '/alarms', title: 'alarms.all', actions: ['station.read_internal'] },
    ],
  },
  {
    title: 'shell.group_layout',
    entries: [
      { to: '/layout', title: 'layout.tables', actions: ['layout.read'] },
      { to: '/layout-history', title: 'layout.history', actions: ['layout.read'] },
      { to: '/layout-directions', title: 'layout.directions', actions: ['layout.read'] },
      { to: '/layout-provinces', title: 'layout.provinces', actions: ['layout.read'] },
    ],
  },
  {
    title: 'shell.group_publish',
    entries: [{ to: '/notices', title: 'notices.title', actions: ['notice.edit', 'notice.publish'] }],
  },
  {
    title: 'shell.group_admin',
    entries: [
      { to: '/imports', title: 'imports.title', actions: ['import.run'] },
      { to: '/jobs', title: 'jobs.title', actions: ['import.run'] },
      { to: '/accounts', title: 'identity.accounts', actions: ['account.read'] },
      { to: '/mails', title: 'inbox.mails', actions: ['mail.read'] },
      { to: '/permissions', title: 'identity.permissions', actions: ['permission.read'] },
      { to: '/audit', title: 'audit.title', actions: ['audit.read'] },
    ],
  },
];
