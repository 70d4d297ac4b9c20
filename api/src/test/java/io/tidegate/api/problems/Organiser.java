package io.tidegate.api.problems;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Reply;

/** Makes sales, offers, seats and rooms with the admin's calls. */
final class Organiser {

  private final ServiceFixture service;
  private int rooms;
  private long lastRoom;

  Organiser(ServiceFixture service) {
    this.service = service;
  }

  /** A date and its first seat. */
  record Seats(long schedule, long first) {}

  long saleOpening(String opensAt) {
    String body = "{\"name\":\"s\",\"opensAt\":\"" + opensAt + "\",\"entry\":\"open\"}";
    return service.make("/sales", body, "saleId");
  }

  long saleBehind(String room) {
    String body =
        "{\"name\":\"s\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"entry\":\"room\",\"room\":\""
            + room
            + "\"}";
    return service.make("/sales", body, "saleId");
  }

  long offerIn(long sale) {
    String body = "{\"saleId\":" + sale + ",\"name\":\"o\",\"total\":5}";
    return service.make("/offers", body, "offerId");
  }

  /** Units for nothing, one each, in an open sale of their own. */
  long coupon(long total) {
    return offer(total, 0, 1, 1, 0);
  }

  long offer(long total, long price, long perClaim, long perUser, long holdSeconds) {
    String body =
        "{\"name\":\"o\",\"saleId\":%d,\"total\":%d,\"price\":%d,\"perClaim\":%d,\"perUser\":%d,\"holdSeconds\":%d}"
            .formatted(
                saleOpening("2026-01-01T00:00:00Z"), total, price, perClaim, perUser, holdSeconds);
    return service.make("/offers", body, "offerId");
  }

  /** Seats for nothing, still on sale, of a concert that begins then. */
  Seats schedule(String begins) {
    long concert = service.make("/concerts", "{\"title\":\"c\",\"place\":\"p\"}", "concertId");
    String body =
        "{\"concertId\":"
            + concert
            + ",\"saleId\":"
            + saleOpening("2026-01-01T00:00:00Z")
            + ",\"openDate\":\""
            + begins
            + "\",\"startDate\":\"2026-01-01T00:00:00Z\",\"endDate\":\"9999-01-01T00:00:00Z\","
            + "\"rows\":1,\"perRow\":3,\"price\":0}";
    long schedule = service.make("/schedules", body, "scheduleId");
    Reply made = service.admin("GET", "/schedules/" + schedule, "");
    return new Seats(schedule, made.number("firstSeatId"));
  }

  /** A room that so many may be inside of; its name. */
  String room(int insideMax) {
    String name = "room-" + ++rooms;
    String body =
        "{\"name\":\""
            + name
            + "\",\"people\":100,\"everySeconds\":1,\"insideMax\":"
            + insideMax
            + "}";
    lastRoom = service.make("/rooms", body, "roomId");
    return name;
  }

  /** Id of the room made last. */
  long lastRoom() {
    return lastRoom;
  }
}
