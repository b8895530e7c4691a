/// <reference types="vite/client" />
import 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title in the texts. */
    title: string;
    /** Readable without a session. */
    open?: boolean;
    /** For guests too, who see of it what is open to everybody. */
    guests?: boolean;
    /** One of these actions must be among the caller's; absent: any session will do. */
    actions?: string[];
  }
}
