package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.user.EventLoop;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** What {@code k6/http} needs: requests in, replies out. Confined to the user's thread. */
public final class HttpHost {

  private final UserState state;
  private final HttpDefaults defaults;
  private final @Nullable HttpSender sender;
  private final CookieHost cookies;
  private final RequestArguments requests;
  private final ReplyValues replies;

  /**
   * Of one user.
   *
   * @param sender null where nothing can be asked for, as while a script is only read
   */
  public HttpHost(
      UserState state, HttpDefaults defaults, @Nullable HttpSender sender, JsValues values) {
    cookies = new CookieHost(defaults.keepsCookies());
    this.state = state;
    this.defaults = defaults;
    this.sender = sender;
    requests = new RequestArguments(state, defaults, values, cookies);
    replies = new ReplyValues(values);
  }

  /** Gives the modules what they call. */
  public void addTo(HostFunctions host) {
    cookies.addTo(host);
    host.put("made", requests::made);
    host.put("sent", a -> sent(requests.made(a)));
    host.put("sendBeside", a -> sendBeside(a[0].asHostObject(), a[1], a[2]));
    host.put("batch", a -> batch(a[0]));
    host.put("unmade", a -> new Unmade(a[0].asString(), 0));
    host.put("expected", a -> RequestArguments.expectedOf(a[0]));
    host.put("expect", requests::expect);
    host.put("replyStatus", a -> ReplyValues.status(a[0].asHostObject()));
    host.put("replyText", a -> replies.text(a[0].asHostObject(), a[1].asString()));
    host.put("replyJson", a -> ReplyValues.json(a[0].asHostObject(), a[1].asString()));
    host.put("replyBody", a -> replies.body(a[0].asHostObject()));
    host.put("replyCookies", a -> ReplyValues.setCookies(a[0].asHostObject()));
    host.put("replyTimings", a -> ReplyValues.timings(a[0].asHostObject()));
    host.put("resolved", a -> ReplyValues.resolved(a[0].asString(), a[1].asString()));
    host.put("decoded", a -> new String(JsValues.bytes(a[0]), StandardCharsets.UTF_8));
  }

  /** How requests are made where the script does not say otherwise. */
  public HttpDefaults defaults() {
    return defaults;
  }

  /** The user's own. */
  public CookieJar jar() {
    return cookies.own();
  }

  /** An iteration begins. */
  public void begins() {
    cookies.begins();
  }

  private Object sent(Object made) {
    if (made instanceof Unmade unmade) return refused("Request Failed", unmade);
    try {
      return reply(sender().send((HttpRequest) made, state.tags()));
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  private HttpSender sender() {
    return Objects.requireNonNull(sender, "there is no network here");
  }

  private Unmade refused(String what, Unmade unmade) {
    if (defaults.throwing()) throw new IllegalArgumentException(unmade.error());
    state.warn(what, unmade.error());
    return unmade;
  }

  private Object reply(HttpOutcome outcome) {
    HttpReply reply = outcome.reply();
    if (reply.failed()) {
      String why = String.valueOf(reply.detail());
      if (outcome.request().throwing()) throw new IllegalStateException(why);
      state.warn("Request Failed", why);
    }
    return outcome;
  }

  private @Nullable Object sendBeside(Object made, Value resolve, Value reject) {
    if (made instanceof Unmade unmade) {
      resolve.executeVoid(refused("Request Failed", unmade));
      return null;
    }
    HttpRequest request = (HttpRequest) made;
    TagSet tags = state.tags();
    HttpSender by = sender();
    EventLoop loop = state.loop();
    loop.begun();
    state.beside(() -> {
      HttpOutcome outcome = by.send(request, tags);
      loop.done(() -> settle(outcome, resolve, reject));
    });
    return null;
  }

  private void settle(HttpOutcome outcome, Value resolve, Value reject) {
    Object reply;
    try {
      reply = reply(outcome);
    } catch (IllegalStateException e) {
      reject.executeVoid(String.valueOf(e.getMessage()));
      return;
    }
    resolve.executeVoid(reply);
  }

  private Object batch(Value made) {
    List<HttpRequest> all = new ArrayList<>();
    for (long i = 0; i < made.getArraySize(); i++) {
      Object one = made.getArrayElement(i).asHostObject();
      if (one instanceof Unmade unmade) return unsent(unmade, i, made.getArraySize());
      all.add((HttpRequest) one);
    }
    TagSet tags = state.tags();
    HttpBatch batch = new HttpBatch(sender(), tags, defaults.batch(), defaults.batchPerHost());
    try {
      List<Object> answers = new ArrayList<>();
      for (HttpOutcome outcome : batch.send(all)) answers.add(reply(outcome));
      return ProxyArray.fromList(answers);
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  /** A batch with a request that cannot be made is not sent; nothing is behind that one. */
  private Object unsent(Unmade unmade, long at, long size) {
    Object[] answers = new Object[(int) size];
    Arrays.fill(answers, 0, (int) at, Unmade.UNSENT);
    answers[(int) at] = refused("A batch request failed", unmade);
    return ProxyArray.fromArray(answers);
  }
}
