package peer;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** What {@code ask.js} does. */
public final class Ask extends Load {

  /** Made by Gatling. */
  public Ask() {
    super(exec(http("get").get("/").check(status().is(200))));
  }
}
