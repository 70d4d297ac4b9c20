package peer;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** What {@code journey.js} does. */
public final class Journey extends Load {

  /** Made by Gatling. */
  public Journey() {
    super(
        group("list")
            .on(
                exec(
                    http("list")
                        .get("/list")
                        .header("Accept", "application/json")
                        .check(jsonPath("$.posts[*]").count().is(20))))
            .group("one")
            .on(
                exec(
                    http("one")
                        .post("/one")
                        .header("Content-Type", "application/json")
                        .body(StringBody("{\"id\":7,\"name\":\"seven\"}"))
                        .check(status().is(200), jsonPath("$.posts[0].id").ofInt().is(0)))));
  }
}
