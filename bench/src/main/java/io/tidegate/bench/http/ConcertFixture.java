package io.tidegate.bench.http;

import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Concerts with dates of 50 seats behind a room that lets the first few in and keeps the rest
 * waiting.
 */
record ConcertFixture(List<Long> concerts, List<Long> schedules) {

  /** Makes it, over the admin's calls. */
  static ConcertFixture build(TidegateProcess service, int concerts, int dates)
      throws IOException, InterruptedException {
    service.admin(
        "rooms",
        "{\"name\":\"default\",\"people\":200,\"everySeconds\":3600,\"insideMax\":24000,\"insideSeconds\":3600}");
    String sale =
        service.admin(
            "sales",
            "{\"name\":\"Bench\",\"opensAt\":\"2020-01-01T00:00:00Z\",\"entry\":\"room\",\"room\":\"default\"}");
    ConcertFixture fixture = new ConcertFixture(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < concerts; i++)
      fixture.add(service, TidegateProcess.number(sale, "saleId"), dates, i);
    return fixture;
  }

  private void add(TidegateProcess service, long sale, int dates, int number)
      throws IOException, InterruptedException {
    String made =
        service.admin(
            "concerts",
            "{\"title\":\"Tidal Strings, evening %d\",\"place\":\"Harbour\"}".formatted(number));
    long concert = TidegateProcess.number(made, "concertId");
    concerts.add(concert);
    for (int date = 0; date < dates; date++) {
      String schedule =
          """
          {"concertId":%d,"saleId":%d,"openDate":"2030-05-0%dT11:00:00+09:00","startDate":"2020-01-01T00:00:00Z","endDate":"2030-05-0%dT18:00:00+09:00",
           "rows":5,"perRow":10,"price":10000}\
          """
              .formatted(concert, sale, date + 1, date + 1);
      schedules.add(TidegateProcess.number(service.admin("schedules", schedule), "scheduleId"));
    }
  }

  /** Any of the concerts. */
  long concert(int i) {
    return concerts.get(i % concerts.size());
  }

  /** Any of the dates. */
  long schedule(int i) {
    return schedules.get(i % schedules.size());
  }
}
