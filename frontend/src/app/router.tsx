/* The routes of one role, made from the features' tables. A screen of another role does not exist here; what its
   person may do is the server's decision anyway. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type AnyRoute,
} from '@tanstack/react-router';
import type { Screen } from '#shared/feature.ts';
import type { Role } from '#shared/session/keeper.ts';
import { NothingHere, NotFound, RouteError } from './ErrorScreen.tsx';
import { screens } from './features.ts';
import { Shell } from './Shell.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    screen?: Screen;
  }
}

export function screensOf(role: Role): readonly Screen[] {
  return screens.filter((screen) => screen.roles.includes(role));
}

export function homeOf(role: Role): string | undefined {
  return screensOf(role).find((screen) => screen.nav)?.path;
}

export function makeRouter(role: Role) {
  const mine = screensOf(role);
  const home = homeOf(role);
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

  const toHome = (path: string): AnyRoute =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: NothingHere,
      beforeLoad: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to say it
        if (home) throw redirect({ to: home, replace: true });
      },
    });

  const routes = mine.map((screen): AnyRoute =>
    createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: lazyRouteComponent(screen.load),
      staticData: { screen },
      ...(screen.search ? { validateSearch: screen.search } : {}),
    }),
  );

  return createRouter({
    routeTree: root.addChildren([toHome('/'), toHome('/ingreso'), ...routes]),
    defaultErrorComponent: RouteError,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
  });
}
