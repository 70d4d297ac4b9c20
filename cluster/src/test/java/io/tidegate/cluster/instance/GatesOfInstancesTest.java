package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.instance.ClusterFixture.Running;
import io.tidegate.cluster.link.Link;
import io.tidegate.cluster.link.LinkClient;
import io.tidegate.cluster.rooms.NetworkRoomLink;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Frame.Hello;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomCall;
import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomQuestion.AskPlace;
import io.tidegate.engine.room.RoomQuestion.Ensure;
import io.tidegate.engine.room.RoomQuestion.Enter;
import io.tidegate.engine.room.RoomQuestion.Join;
import io.tidegate.engine.room.RoomQuestion.Leave;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates ask the rooms of instances at the port at which instances reach one another. */
class GatesOfInstancesTest {

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(30);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int WAITING = 20;

  private final ClusterFixture cluster = new ClusterFixture();
  private final List<Door> doors = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    doors.forEach(Door::close);
    cluster.close();
  }

  /** The rooms as a gate has them. */
  private static final class Door {

    private final LinkedRoomPort port;
    private @Nullable NetworkRoomLink link;

    Door(List<String> addresses) {
      Member self = new Member(UUID.randomUUID(), "gate", "", Kind.GATE);
      port =
          new LinkedRoomPort(
                  to ->
                      link =
                          new NetworkRoomLink(
                              addresses, self, ClusterFixture.SECRET, ClusterFixture.LINKS, to),
                  RoomPortConfig.DEFAULT)
              .start();
    }

    /** Asks until there is an answer. */
    <A extends RoomAnswer> RoomAnswer ask(RoomQuestion<A> question) throws InterruptedException {
      for (long endNs = System.nanoTime() + WAIT_NS; System.nanoTime() - endNs < 0; ) {
        CountDownLatch answered = new CountDownLatch(1);
        RoomCall<A> call = new RoomCall<>(question, _ -> answered.countDown()) {};
        port.ask(call);
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        RoomAnswer answer = call.answer();
        if (!(answer instanceof Unavailable)) return answer;
        Thread.onSpinWait();
      }
      throw new AssertionError("never available: " + question);
    }

    long room() throws InterruptedException {
      RoomSettings settings =
          new RoomSettings("sale", RoomState.OPEN, 1_000, 100, 1, 60_000, 3_600_000);
      return ((Exists) ask(new Ensure(settings, null))).room();
    }

    long waitingIn(long room) {
      RoomStatus status = port.status(room);
      return status == null ? -1 : status.waiting();
    }

    long ageMs(long room) {
      RoomStatus status = port.status(room);
      return status == null ? -1 : status.ageMs();
    }

    void close() {
      port.close();
      if (link != null) link.close();
    }
  }

  private Door door(Running... instances) {
    Door door = new Door(List.of(instances).stream().map(Running::address).toList());
    doors.add(door);
    return door;
  }

  @Test
  void a_gate_is_answered_alike_by_whoever_leads_and_whoever_follows() throws Exception {
    cluster.start();
    cluster.start();
    Running leader = cluster.settled();
    Running follower = cluster.followers().getFirst();
    Door one = door(leader);
    Door other = door(follower);
    long room = one.room();
    assertThat(other.room()).isEqualTo(room);
    RoomAnswer first = one.ask(new Join(room, 11));
    assertThat(first).isInstanceOf(RoomAnswer.Called.class);
    TicketRef inside = ((RoomAnswer.Called) first).ticket();
    assertThat(other.ask(new Enter(inside))).isInstanceOf(Inside.class);
    Waiting waits = (Waiting) other.ask(new Join(room, 12));
    assertThat(waits.ticket().number()).isEqualTo(inside.number() + 1);
    assertThat(((Waiting) one.ask(new Join(room, 12))).ticket()).isEqualTo(waits.ticket());
    Wait.until(() -> one.waitingIn(room) == 1 && other.waitingIn(room) == 1);
    assertThat(other.ask(new Leave(inside))).isEqualTo(new RoomAnswer.Ended(inside));
    assertThat(cluster.followers()).as("instances still link").containsExactly(follower);
    assertThat(follower.instance.reachesLeader()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"killed leader", "stopped leader", "killed follower"})
  void nobody_loses_a_place_when_an_instance_of_their_gate_dies(String what) throws Exception {
    Running one = cluster.start();
    Running two = cluster.start();
    Running leader = cluster.settled();
    Running dying = what.endsWith("leader") ? leader : cluster.followers().getFirst();
    Running staying = dying == one ? two : one;
    Door of = door(dying); // surely at the one that dies
    Door both = door(one, two);
    long room = of.room();
    List<TicketRef> line = new ArrayList<>();
    TicketRef inside = ((RoomAnswer.Called) of.ask(new Join(room, 1))).ticket();
    of.ask(new Enter(inside));
    for (int i = 0; i < WAITING; i++) {
      Door door = i % 2 == 0 ? of : both;
      line.add(((Waiting) door.ask(new Join(room, 100 + i))).ticket());
    }
    if (what.startsWith("killed")) cluster.kill(dying);
    else dying.instance.stop(Duration.ofSeconds(10));
    assertThat(both.ask(new AskPlace(inside))).isInstanceOf(Inside.class);
    for (int i = 0; i < WAITING; i++) {
      assertThat(((Waiting) both.ask(new Join(room, 100 + i))).ticket()).isEqualTo(line.get(i));
      assertThat(((Waiting) both.ask(new AskPlace(line.get(i)))).ahead()).isEqualTo(i);
    }
    Waiting next = (Waiting) both.ask(new Join(room, 999));
    assertThat(next.ticket().number()).isEqualTo(line.getLast().number() + 1);
    Wait.until(() -> both.waitingIn(room) == WAITING + 1);
    assertThat(staying.instance.leads()).isTrue();
  }

  @Test
  void a_gate_that_speaks_as_an_instance_is_told_so_and_its_link_ends() throws Exception {
    Running one = cluster.start();
    cluster.leader();
    Said said = new Said();
    try (Link link = connect(one, said)) {
      link.send(new Hello(Frame.VERSION, member(Kind.GATE), "", null));
      assertThat(said.next()).isInstanceOf(Frame.Welcome.class);
      link.send(new Frame.EndRequest(1));
      assertThat(said.next()).isEqualTo(new Frame.Refused("a gate does not send EndRequest"));
      said.awaitEnd();
    }
  }

  @Test
  void an_instance_that_speaks_as_a_gate_loses_its_link() throws Exception {
    Running one = cluster.start();
    cluster.leader();
    Said said = new Said();
    try (Link link = connect(one, said)) {
      String log = one.instance.home().log().identity().toString();
      link.send(new Hello(Frame.VERSION, member(Kind.INSTANCE), log, null));
      assertThat(said.next()).isInstanceOf(Frame.Welcome.class);
      link.send(new Frame.RoomWatch(List.of(1L)));
      said.awaitEnd();
    }
  }

  @Test
  void a_link_cannot_be_of_another_kind_later() throws Exception {
    Running one = cluster.start();
    cluster.leader();
    String log = one.instance.home().log().identity().toString();
    for (Kind first : Kind.values()) {
      Kind then = first == Kind.GATE ? Kind.INSTANCE : Kind.GATE;
      Said said = new Said();
      try (Link link = connect(one, said)) {
        link.send(new Hello(Frame.VERSION, member(first), log, null));
        assertThat(said.next()).isInstanceOf(Frame.Welcome.class);
        link.send(new Hello(Frame.VERSION, member(then), log, null));
        assertThat(said.next()).isInstanceOf(Frame.Refused.class);
        said.awaitEnd();
      }
    }
  }

  private static Link connect(Running to, Said said) throws IOException {
    return LinkClient.connect(
        to.address(), ClusterFixture.SECRET, ClusterFixture.LINKS, said, CONNECT);
  }

  private static Member member(Kind kind) {
    return new Member(UUID.randomUUID(), "somebody", "", kind);
  }

  /** What came over a link, but for records, and its end. */
  private static final class Said implements Link.Receiver {

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void received(Link link, Frame frame) {
      if (!(frame instanceof Frame.Records)) frames.add(frame);
    }

    @Override
    public void ended(Link link, String why) {
      over.countDown();
    }

    @Nullable Frame next() throws InterruptedException {
      return frames.poll(20, TimeUnit.SECONDS);
    }

    void awaitEnd() throws InterruptedException {
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_gate_leaves_an_instance_that_is_cut_from_its_home() throws Exception {
    cluster.start();
    cluster.start();
    Running leader = cluster.settled();
    Running follower = cluster.followers().getFirst();
    Door door = door(follower, leader);
    long room = door.room();
    Wait.until(() -> door.ageMs(room) >= 0);
    cluster.cut(follower, true);
    Wait.until(() -> door.ageMs(room) > 2_500);
    Wait.until(() -> door.ageMs(room) < 1_000);
  }
}
