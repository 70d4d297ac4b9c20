package io.tidegate.lab.engine;

import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.Share;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.script.user.Role;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes the users of a run, and ends them. Any thread. */
final class Users implements AutoCloseable {

  private final Script script;
  private final UserNetwork network;
  private final VirtualUser.Run run;
  private final Set<String> systemTags;
  private final Share share;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Queue<ScriptUser> all = new ConcurrentLinkedQueue<>();
  private volatile @Nullable String setupJson;

  /**
   * Where a user belongs.
   *
   * @param share which iterations of the scenario are this instance's
   * @param iterations of this instance that have begun
   */
  record Place(ScenarioOptions scenario, TagSet tags, Share share, AtomicLong iterations) {}

  /**
   * @param share which users of the run are this instance's
   */
  Users(
      Script script,
      UserNetwork network,
      VirtualUser.Run run,
      Set<String> systemTags,
      Share share) {
    this.share = share;
    this.script = script;
    this.network = network;
    this.run = run;
    this.systemTags = systemTags;
  }

  /** What setup gave, for all users, also those that are there. */
  void setupData(@Nullable String json) {
    setupJson = json;
    all.forEach(user -> user.setupData(json));
  }

  /** The same, for those that are still to be made; those that are there may be at work. */
  void laterSetupData(@Nullable String json) {
    setupJson = json;
  }

  VirtualUser make(Place place) throws ScriptException {
    int id = lastId.incrementAndGet();
    ScriptUser user = script.user(id, network, run.state(), systemTags);
    user.idInTest(share.global(id - 1) + 1);
    user.setupData(setupJson);
    all.add(user);
    run.state().userMade();
    ScenarioOptions of = place.scenario;
    Role role = new Role(of.name(), of.load().executor(), of.exec(), of.env(), place.tags);
    return new VirtualUser(user, role, run, place);
  }

  /** Of what is measured in a scenario, outside its iterations. */
  TagSet tagsOf(Place place) {
    return systemTags.contains("scenario")
        ? place.tags.with("scenario", place.scenario.name())
        : place.tags;
  }

  @Override
  public void close() {
    all.forEach(ScriptUser::close);
  }
}
