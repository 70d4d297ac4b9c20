package io.tidegate.api.home;

import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.SaleState;
import io.tidegate.http.page.PageLanguage;

/** The texts of the page at {@code /}, in one language. */
record HomeMessages(
    PageLanguage language,
    String tagline,
    String version,
    String since,
    String days,
    String hours,
    String minutes,
    String ready,
    String notReady,
    String diskFull,
    String sales,
    String noSales,
    String rooms,
    String noRooms,
    String more,
    String openToAll,
    String throughRoom,
    String opens,
    String openSince,
    String closes,
    String closed,
    String seats,
    String free,
    String waiting,
    String called,
    String inside,
    String every,
    String everyOne,
    String upTo,
    String unitsFree,
    String draws,
    String places,
    String feed,
    String feedSays,
    String api,
    String apiSays,
    String openapi,
    String openapiSays,
    String problems,
    String problemsSays,
    String metrics,
    String metricsSays,
    String health,
    String healthSays,
    String docs,
    String docsSays) {

  static final HomeMessages ENGLISH =
      new HomeMessages(
          PageLanguage.ENGLISH,
          "Opens sales that everyone wants at once: a fair line, exactly N, nothing lost.",
          "Version %s",
          "up since %s (%s)",
          "%d d %d h",
          "%d h %d min",
          "%d min",
          "Takes work",
          "Takes no work",
          "Disk full",
          "Sales",
          "Nothing is on sale. The docs say how an organiser makes a sale.",
          "Waiting rooms",
          "There is no waiting room.",
          "and %s more",
          "Open to everybody",
          "Through the room %s",
          "Opens %s",
          "Open since %s",
          "closes %s",
          "Closed %s",
          "Seats",
          "%s of %s free",
          "Waiting",
          "Called",
          "Inside",
          "Calls at most %s people every %s s.",
          "Calls at most %s person every %s s.",
          "Called up to",
          "Units behind it",
          "Turns are drawn at %s",
          "Where everything is",
          "Feed",
          "What the organisers post.",
          "API",
          "Every call, to read.",
          "OpenAPI",
          "The same for programs: openapi.json.",
          "Problems",
          "What a refusal means, and what helps.",
          "Metrics",
          "Figures for Prometheus.",
          "Health",
          "Whether it takes work, part by part.",
          "Docs",
          "How it works, what it promises, how to run it.");

  static final HomeMessages KOREAN =
      new HomeMessages(
          PageLanguage.KOREAN,
          "모두가 동시에 원하는 판매를 엽니다. 공정한 줄, 정확히 N개, 잃어버리는 것 없음.",
          "버전 %s",
          "%s부터 실행 중 (%s)",
          "%d일 %d시간",
          "%d시간 %d분",
          "%d분",
          "요청을 받는 중",
          "요청을 받지 않음",
          "디스크 가득 참",
          "판매",
          "지금은 판매가 없습니다. 판매를 만드는 방법은 문서에 있습니다.",
          "대기실",
          "대기실이 없습니다.",
          "외 %s개",
          "누구나 바로 신청",
          "대기실 %s 거쳐서",
          "%s 시작",
          "%s에 시작",
          "%s 종료",
          "%s에 종료됨",
          "좌석",
          "%2$s개 중 %1$s개 남음",
          "대기",
          "호출됨",
          "입장",
          "%2$s초마다 최대 %1$s명을 부릅니다.",
          "%2$s초마다 최대 %1$s명을 부릅니다.",
          "호출된 순번",
          "판매 수량",
          "%s에 순번 추첨",
          "어디에 무엇이 있나",
          "피드",
          "주최자가 올리는 소식.",
          "API",
          "모든 호출을 읽기 좋게.",
          "OpenAPI",
          "프로그램을 위한 같은 내용: openapi.json.",
          "오류 안내",
          "거절의 뜻과 해결 방법.",
          "지표",
          "Prometheus용 수치.",
          "상태",
          "요청을 받는지, 부분별로.",
          "문서",
          "작동 방식, 약속하는 것, 운영 방법.");

  boolean isKorean() {
    return language == PageLanguage.KOREAN;
  }

  String of(SaleState state) {
    return switch (state) {
      case PLANNED -> isKorean() ? "예정" : "planned";
      case OPEN -> isKorean() ? "판매 중" : "open";
      case PAUSED -> isKorean() ? "일시 중지" : "paused";
      case CLOSED -> isKorean() ? "종료" : "closed";
      case STOPPED -> isKorean() ? "중단됨" : "stopped";
    };
  }

  String of(RoomState state) {
    return switch (state) {
      case IDLE -> isKorean() ? "준비 중" : "idle";
      case GATHERING -> isKorean() ? "모으는 중" : "gathering";
      case DRAWING -> isKorean() ? "추첨 중" : "drawing";
      case OPEN -> isKorean() ? "열림" : "open";
      case PAUSED -> isKorean() ? "일시 중지" : "paused";
      case CLOSED -> isKorean() ? "닫힘" : "closed";
      case QUARANTINED -> isKorean() ? "격리됨" : "quarantined";
    };
  }

  String of(WaitReason reason) {
    return switch (reason) {
      case NOT_OPEN_YET -> isKorean() ? "아직 열리지 않았습니다." : "It opens later.";
      case DRAW_PENDING -> isKorean() ? "추첨을 기다립니다." : "The draw is pending.";
      case ROOM_PAUSED -> isKorean() ? "주최자가 잠시 멈췄습니다." : "The organiser has paused it.";
      case ROOM_CLOSED -> isKorean() ? "주최자가 닫았습니다." : "The organiser has closed it.";
      case ROOM_QUARANTINED ->
          isKorean() ? "오류가 있어 운영자가 확인하고 있습니다." : "Something failed; the operator looks into it.";
      case SALE_STOPPED -> isKorean() ? "판매가 중단되었습니다." : "A sale was stopped.";
      case SOLD_OUT -> isKorean() ? "매진되었습니다." : "Everything is sold out.";
      case SALE_OVER -> isKorean() ? "판매가 끝났습니다." : "The sales are over.";
      case SALE_PAUSED -> isKorean() ? "판매가 일시 중지되었습니다." : "The sales are paused.";
      case SALE_NOT_OPEN -> isKorean() ? "판매가 아직 시작되지 않았습니다." : "The sales open later.";
      case ALL_HELD ->
          isKorean() ? "남은 것은 모두 선점되어 있고, 다시 풀릴 수 있습니다." : "What is left is held, and may return.";
    };
  }
}
