package io.tidegate.bench.crash;

import io.tidegate.bench.crash.SentRequest.Kind;
import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;

/**
 * What there is to be had, and the requests for it.
 *
 * @param coupon an offer with more units than visitors
 * @param few an offer that is soon sold out
 * @param schedule a date with seats that cost {@link #PRICE}
 * @param seats of that date, ids 1 to this
 * @param patient a room whose tickets do not end while a test runs
 * @param hasty a room in which calls lapse and visits end within a second or two
 */
record CrashFixture(long coupon, long few, long schedule, long seats, long patient, long hasty) {
  /** Of a seat, and what a visitor puts in. */
  static final long PRICE = 10_000;

  private static final String PATIENT = "patient";
  private static final String HASTY = "hasty";
  private static final int ROWS = 26;
  private static final int PER_ROW = 400;

  /** Makes it in an empty service. */
  static CrashFixture build(TidegateProcess service) throws IOException, InterruptedException {
    String made =
        service.admin(
            "sales", "{\"name\":\"All\",\"opensAt\":\"2020-01-01T00:00:00Z\",\"entry\":\"open\"}");
    long sale = TidegateProcess.number(made, "saleId");
    made = service.admin("concerts", "{\"title\":\"Low Water Quartet\",\"place\":\"Pier 7\"}");
    String schedule =
        """
        {"concertId":%d,"saleId":%d,"openDate":"2035-05-01T11:00:00Z","startDate":"2020-01-01T00:00:00Z","endDate":"2035-05-01T11:00:00Z",
         "rows":%d,"perRow":%d,"price":%d,"holdSeconds":86400}\
        """
            .formatted(TidegateProcess.number(made, "concertId"), sale, ROWS, PER_ROW, PRICE);
    return new CrashFixture(
        offer(service, sale, 1_000_000_000),
        offer(service, sale, 500),
        TidegateProcess.number(service.admin("schedules", schedule), "scheduleId"),
        ROWS * PER_ROW,
        room(service, PATIENT, 86_400),
        room(service, HASTY, 1));
  }

  private static long offer(TidegateProcess service, long sale, long total)
      throws IOException, InterruptedException {
    String offer = "{\"saleId\":%d,\"name\":\"Coupon\",\"total\":%d}".formatted(sale, total);
    return TidegateProcess.number(service.admin("offers", offer), "offerId");
  }

  private static long room(TidegateProcess service, String name, int seconds)
      throws IOException, InterruptedException {
    String room =
        """
        {"name":"%s","people":50,"everySeconds":1,"insideMax":1000000,"callSeconds":%d,"insideSeconds":%d}\
        """
            .formatted(name, seconds, seconds);
    return TidegateProcess.number(service.admin("rooms", room), "roomId");
  }

  SentRequest claim(long offer, long user) {
    String body = "{\"userId\":%d,\"quantity\":1}".formatted(user);
    String path = "/offers/" + offer + "/claims";
    return new SentRequest(
        Kind.CLAIM, user, offer, BlockingConnection.text("POST", path, body, key(user)));
  }

  SentRequest join(long room, long user) {
    String name = room == patient ? PATIENT : HASTY;
    String path = "/user/" + user + "/queue/token/issue?room=" + name;
    return new SentRequest(Kind.JOIN, user, room, BlockingConnection.text("POST", path, ""));
  }

  SentRequest topUp(long user) {
    String request =
        BlockingConnection.text("PATCH", "/pay/charge?amount=" + PRICE, "", key(user), as(user));
    return new SentRequest(Kind.TOP_UP, user, 0, request);
  }

  SentRequest hold(long seat, long user) {
    String body = "{\"scheduleId\":%d,\"seatIds\":[%d]}".formatted(schedule, seat);
    return new SentRequest(
        Kind.HOLD,
        user,
        seat,
        BlockingConnection.text("POST", "/holds", body, key(user), as(user)));
  }

  SentRequest pay(long claim, long user) {
    String path = "/claims/" + claim + "/pay";
    return new SentRequest(
        Kind.PAY, user, claim, BlockingConnection.text("POST", path, "", key(user), as(user)));
  }

  static String balance(long user) {
    return BlockingConnection.text("GET", "/pay/query", "", as(user));
  }

  static String place(String ticket) {
    return BlockingConnection.text("GET", "/user/queue/token/query", "", "waitingToken: " + ticket);
  }

  private static String key(long user) {
    return "Idempotency-Key: key-of-" + user;
  }

  private static String as(long user) {
    return "X-User-Id: " + user;
  }
}
