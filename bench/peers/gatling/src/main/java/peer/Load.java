package peer;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** So many users at once do the same again and again, that long. */
abstract class Load extends Simulation {

  Load(ChainBuilder iteration) {
    Duration length = Duration.ofSeconds(Integer.getInteger("seconds"));
    setUp(
            scenario("users")
                .during(length)
                .on(exec(iteration))
                .injectOpen(atOnceUsers(Integer.getInteger("users"))))
        .protocols(http.baseUrl(System.getProperty("base")))
        .maxDuration(length);
  }
}
