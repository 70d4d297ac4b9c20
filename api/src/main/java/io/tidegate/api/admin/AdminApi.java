package io.tidegate.api.admin;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Endpoint;
import io.tidegate.api.call.Routes;
import io.tidegate.engine.Engine;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Router;
import io.tidegate.http.wire.Method;

/**
 * All calls under {@code /api/v1/admin}, and the making of posts. Each first checks the admin key,
 * then hands a command to the engine or reads the views. Never for pages of other origins, whatever
 * is configured. Any thread.
 */
public final class AdminApi implements Routes {

  static final String BASE = "/api/v1/admin";

  private final AdminGuard guard;
  private final Calls calls;
  private final Views views;

  /**
   * @param key what organisers must show
   */
  public AdminApi(AdminKey key, Engine engine, Views views) {
    guard = new AdminGuard(key, System::nanoTime);
    calls = new Calls(engine); // without CORS
    this.views = views;
  }

  @Override
  public void addTo(Router.Builder router) {
    sales(router, new SaleAdminCalls(calls, views));
    offers(router, new OfferAdminCalls(calls, views));
    route(router, Method.POST, "/claims/{claimId}/refund", new ClaimAdminCalls(calls)::refund);
    concerts(router, new ConcertAdminCalls(calls, views));
    schedules(router, new ScheduleAdminCalls(calls, views));
    rooms(router, new RoomAdminCalls(calls, views));
    router.route(Method.POST, PostAdminCalls.PATH, guarded(new PostAdminCalls(calls)::create));
  }

  private void sales(Router.Builder router, SaleAdminCalls sales) {
    route(router, Method.POST, "/sales", sales::create);
    route(router, Method.GET, "/sales", sales::list, ListPage.QUERIES);
    route(router, Method.GET, "/sales/{saleId}", sales::get);
    route(router, Method.PATCH, "/sales/{saleId}", sales::update);
    route(router, Method.POST, "/sales/{saleId}/pause", sales::pause);
    route(router, Method.POST, "/sales/{saleId}/resume", sales::resume);
    route(router, Method.POST, "/sales/{saleId}/resume-after-stop", sales::resumeAfterStop);
    route(router, Method.POST, "/sales/{saleId}/close", sales::close);
  }

  private void offers(Router.Builder router, OfferAdminCalls offers) {
    route(router, Method.POST, "/offers", offers::create);
    route(router, Method.GET, "/offers", offers::list, ListPage.QUERIES);
    route(router, Method.GET, "/offers/{offerId}", offers::get);
    route(router, Method.PATCH, "/offers/{offerId}", offers::update);
    route(router, Method.POST, "/offers/{offerId}/restock", offers::restock);
  }

  private void concerts(Router.Builder router, ConcertAdminCalls concerts) {
    route(router, Method.POST, "/concerts", concerts::create);
    route(router, Method.GET, "/concerts", concerts::list, ListPage.QUERIES);
    route(router, Method.GET, "/concerts/{concertId}", concerts::get);
    route(router, Method.PATCH, "/concerts/{concertId}", concerts::update);
  }

  private void schedules(Router.Builder router, ScheduleAdminCalls schedules) {
    route(router, Method.POST, "/schedules", schedules::create);
    route(router, Method.GET, "/schedules", schedules::list, ListPage.QUERIES);
    route(router, Method.GET, "/schedules/{scheduleId}", schedules::get);
    route(router, Method.PATCH, "/schedules/{scheduleId}", schedules::update);
  }

  private void rooms(Router.Builder router, RoomAdminCalls rooms) {
    route(router, Method.POST, "/rooms", rooms::create);
    route(router, Method.GET, "/rooms", rooms::list, ListPage.QUERIES);
    route(router, Method.GET, "/rooms/{roomId}", rooms::get);
    route(router, Method.PATCH, "/rooms/{roomId}", rooms::update);
    route(router, Method.POST, "/rooms/{roomId}/beacon", rooms::giveBeacon);
    route(router, Method.POST, "/rooms/{roomId}/epoch", rooms::beginEpoch);
  }

  private void route(
      Router.Builder router, Method method, String path, Endpoint endpoint, String... queries) {
    router.route(method, BASE + path, guarded(endpoint), queries);
  }

  private Handler guarded(Endpoint endpoint) {
    return calls.handler(exchange -> {
      guard.check(exchange);
      return endpoint.answer(exchange);
    });
  }
}
