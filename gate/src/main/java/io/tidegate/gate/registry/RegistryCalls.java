package io.tidegate.gate.registry;

import io.tidegate.gate.registry.Registry.Action;
import io.tidegate.gate.registry.Registry.View;
import io.tidegate.http.admin.AdminGuard;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.RefusalException;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry over HTTP, as clients of Eureka ask it: {@code /eureka/apps} and so on, also below
 * {@code /eureka/v2}. All of it needs the key, which such clients send with every call: what
 * instances tell of themselves may be secret too. Where a client decides something by a status that
 * refuses, there is no body beside it. Any thread.
 */
public final class RegistryCalls {

  private static final List<String> PREFIXES = List.of("/eureka", "/eureka/v2");
  private static final String APPS = "/apps";

  private static final String DIRTY = "lastDirtyTimestamp";
  private static final String STATUS = "status";
  private static final String OVERRIDDEN = "overriddenstatus";
  private static final String VALUE = "value";

  private static final Response DONE = Response.empty(200);
  private static final Response NOT_HERE = Response.empty(404);
  private static final Refusal FULL =
      new Refusal(503, "registry-full", "The registry has as many instances as it can have.", null);

  private final Registry registry;
  private final Function<Exchange, Response> page;

  private RegistryCalls(Registry registry, Function<Exchange, Response> page) {
    this.registry = registry;
    this.page = page;
  }

  /**
   * Adds its routes.
   *
   * @param page what a browser is shown that asks for all applications
   */
  public static void add(
      Router.Builder router,
      Registry registry,
      AdminGuard guard,
      Function<Exchange, Response> page) {
    RegistryCalls calls = new RegistryCalls(registry, page);
    PREFIXES.forEach(prefix -> calls.addBelow(prefix, router, guard));
  }

  private void addBelow(String prefix, Router.Builder router, AdminGuard guard) {
    String apps = prefix + APPS;
    String app = apps + "/{app:text}";
    String instance = app + "/{id:text}";
    Handler all = guard.before(this::all);
    router
        .get(prefix, RegistryCalls::toApps)
        .get(prefix + "/", RegistryCalls::toApps)
        .get(apps, all, PageLanguage.PARAMETER)
        .get(apps + "/", all, PageLanguage.PARAMETER) // so do Spring's clients ask
        .get(apps + "/delta", guard.before(this::changes))
        .get(app, guard.before(this::application))
        .post(app, guard.before(this::register))
        .get(instance, guard.before(this::instance))
        .route(Method.PUT, instance, guard.before(this::renew), STATUS, DIRTY, OVERRIDDEN)
        .delete(instance, guard.before(this::cancel))
        .route(Method.PUT, instance + "/status", guard.before(this::override), VALUE, DIRTY)
        .delete(instance + "/status", guard.before(this::takeBack), VALUE, DIRTY)
        .route(Method.PUT, instance + "/metadata", guard.before(this::describe), Router.ANY_QUERY)
        .get(prefix + "/instances/{id:text}", guard.before(this::instanceOfAny))
        .get(prefix + "/vips/{vip:text}", guard.before(exchange -> vip(exchange, "vipAddress")))
        .get(
            prefix + "/svips/{vip:text}",
            guard.before(exchange -> vip(exchange, "secureVipAddress")));
  }

  private static void toApps(Exchange exchange) {
    exchange.reply(Response.empty(302).with("Location", PREFIXES.getFirst() + APPS));
  }

  // ---- instances of themselves ----

  private void register(Exchange exchange) {
    WireForm form = WireForm.ofBody(exchange.header("Content-Type"));
    if (form == null) throw malformed("Content-Type must be application/json or application/xml.");
    Instance instance;
    try {
      Map<String, Object> document =
          form.read(exchange.body(), exchange.bodyOffset(), exchange.bodyLength());
      instance = InstanceTree.read(document, app(exchange), System.currentTimeMillis());
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    if (registry.register(instance)) exchange.reply(Response.empty(204));
    else exchange.refuse(FULL);
  }

  private void renew(Exchange exchange) {
    String dirty = exchange.query(DIRTY);
    try {
      long dirtyMs = dirty == null ? 0 : Long.parseLong(dirty);
      done(exchange, registry.renew(app(exchange), exchange.text("id"), dirtyMs));
    } catch (NumberFormatException _) {
      throw malformed(DIRTY + " must be a whole number.");
    }
  }

  private void cancel(Exchange exchange) {
    done(exchange, registry.cancel(app(exchange), exchange.text("id")));
  }

  private void override(Exchange exchange) {
    InstanceStatus status = InstanceStatus.of(exchange.query(VALUE));
    if (status == InstanceStatus.UNKNOWN)
      throw malformed("value must be UP, DOWN, STARTING or OUT_OF_SERVICE.");
    done(exchange, registry.override(app(exchange), exchange.text("id"), status));
  }

  private void takeBack(Exchange exchange) {
    done(exchange, registry.override(app(exchange), exchange.text("id"), null));
  }

  private void describe(Exchange exchange) {
    Map<String, String> more = exchange.queries();
    try {
      more.forEach((name, value) -> {
        InstanceTree.checkedName(name);
        InstanceTree.checked(name, value);
      });
      done(exchange, registry.describe(app(exchange), exchange.text("id"), more));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static void done(Exchange exchange, boolean isHere) {
    exchange.reply(isHere ? DONE : NOT_HERE);
  }

  private static String app(Exchange exchange) {
    return exchange.text("app").toUpperCase(Locale.ROOT);
  }

  private static RefusalException malformed(String detail) {
    return new RefusalException(Refusals.MALFORMED.because(detail));
  }

  // ---- instances of others ----

  private void all(Exchange exchange) {
    if (ContentNegotiation.prefersHtml(exchange, WireForm.XML.mediaType())) {
      exchange.reply(page.apply(exchange));
      return;
    }
    View view = registry.view();
    reply(exchange, "applications", form -> applications(view, view.applications(), form));
  }

  /** What changed of late, and what a client that has all of that then counts. */
  private void changes(Exchange exchange) {
    View view = registry.view();
    reply(
        exchange,
        "applications",
        form -> {
          Map<String, List<Object>> changed = new LinkedHashMap<>();
          for (Registry.Change change : view.changes())
            changed
                .computeIfAbsent(change.leased().instance().app(), _ -> new ArrayList<>())
                .add(InstanceTree.of(change.leased(), change.action(), form));
          List<Object> applications = new ArrayList<>();
          changed.forEach((name, instances) -> applications.add(application(name, instances)));
          return applications(view, applications);
        });
  }

  private void vip(Exchange exchange, String kind) {
    String vip = exchange.text("vip");
    Predicate<LeasedInstance> has =
        leased ->
            Arrays.stream(leased.instance().more().getOrDefault(kind, "").split(",", -1))
                .anyMatch(name -> name.strip().equalsIgnoreCase(vip));
    View view = registry.view();
    List<Application> found = new ArrayList<>();
    for (Application application : view.applications()) {
      List<LeasedInstance> instances = application.instances().stream().filter(has).toList();
      if (!instances.isEmpty()) found.add(new Application(application.name(), instances, 0));
    }
    if (found.isEmpty()) exchange.reply(NOT_HERE);
    else reply(exchange, "applications", form -> applications(view, found, form));
  }

  private void application(Exchange exchange) {
    Application application = registry.application(app(exchange));
    if (application == null) exchange.reply(NOT_HERE);
    else reply(exchange, "application", form -> application(application, form));
  }

  private void instance(Exchange exchange) {
    one(exchange, registry.find(app(exchange), exchange.text("id")));
  }

  private void instanceOfAny(Exchange exchange) {
    String id = exchange.text("id");
    one(
        exchange,
        registry.applications().stream()
            .map(application -> registry.find(application.name(), id))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  private static void one(Exchange exchange, @Nullable LeasedInstance found) {
    if (found == null) exchange.reply(NOT_HERE);
    else reply(exchange, InstanceTree.ROOT, form -> InstanceTree.of(found, Action.ADDED, form));
  }

  private static void reply(
      Exchange exchange, String root, Function<WireForm, Map<String, Object>> tree) {
    WireForm form = WireForm.ofReply(exchange.list("Accept"));
    exchange.reply(
        Response.of(200, form.mediaType(), form.write(root, tree.apply(form)))
            .with("Vary", "Accept"));
  }

  // ---- documents ----

  static Map<String, Object> applications(View view, List<Application> shown, WireForm form) {
    List<Object> trees = new ArrayList<>(shown.size());
    for (Application application : shown) trees.add(application(application, form));
    return applications(view, trees);
  }

  private static Map<String, Object> applications(View view, List<Object> applications) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("versions__delta", Long.toString(view.version()));
    tree.put("apps__hashcode", hash(view.applications()));
    tree.put("application", applications);
    return tree;
  }

  private static Map<String, Object> application(Application application, WireForm form) {
    Stream<Object> instances =
        application.instances().stream().map(leased -> InstanceTree.of(leased, Action.ADDED, form));
    return application(application.name(), instances.toList());
  }

  private static Map<String, Object> application(String name, List<Object> instances) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("instance", instances);
    return tree;
  }

  /** By it a client finds out whether it has missed something: {@code DOWN_1_UP_2_}. */
  private static String hash(List<Application> applications) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Application application : applications)
      for (LeasedInstance leased : application.instances())
        counts.merge(leased.status().name(), 1, Integer::sum);
    StringBuilder hash = new StringBuilder();
    counts.forEach((status, count) -> hash.append(status).append('_').append(count).append('_'));
    return hash.toString();
  }
}
