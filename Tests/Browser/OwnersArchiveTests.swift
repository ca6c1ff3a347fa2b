import TestSupport
import Testing

extension LivePageTests {
  /// Beside the live map, one after the other: each has a demo of its own.
  @Suite("The owner's archive in a real browser")
  struct OwnersArchiveTests {
    @Test(
      .enabled(if: WebDriver.isInstalled, "chromium and chromium-driver are not installed"),
      .enabled(if: RunningDemo.isInstalled, "libjs-leaflet, postgresql or ffmpeg is not installed"))
    func `shows trips and plays the clip of an event, from where it happened, to the owner alone`() async throws {
      let demo = try await RunningDemo(["--speed", "6", "--cameras", "40"])
      let browser: WebDriver
      do {
        browser = try await WebDriver(width: 1280, height: 900, log: try BuiltProgram.artifact("chromedriver.log"))
      } catch {
        _ = try demo.stop()
        throw error
      }
      do {
        try await signIn(browser, demo)
        try await lookAtTrips(browser)
        try await watch(browser)
        try await deleteAndUndo(browser)
        try await browser.screenshot(to: try BuiltProgram.artifact("archive.png"))
        try await signOut(browser)
      } catch {
        try? await browser.screenshot(to: try BuiltProgram.artifact("archive-failed.png"))
        await browser.close()
        _ = try demo.stop()
        throw error
      }
      await browser.close()
      #expect(try demo.stop() == 0)
    }

    /// Nobody sees anything before.
    private func signIn(_ browser: WebDriver, _ demo: RunningDemo) async throws {
      try await browser.open(demo.address)
      try await browser.wait(until: "document.querySelector('#connection')?.dataset.state === 'live'")
      _ = try await browser.run("document.querySelector('#tab-trips').click()")
      try await browser.wait(until: "document.querySelector('#view-trips .sign-in:not([hidden])')")
      #expect(try await browser.run("return document.querySelectorAll('#trips li').length") as? Int == 0)
      try await browser.open(demo.signIn)
      try await browser.wait(until: "document.querySelector('#connection')?.dataset.state === 'live'")
      _ = try await browser.run("document.querySelector('#tab-trips').click()")
      try await browser.wait(until: "document.querySelectorAll('#trips li').length > 0")
      try await browser.wait(until: "document.querySelector('#view-trips .sign-in').hidden")
    }

    private func signOut(_ browser: WebDriver) async throws {
      _ = try await browser.run("document.querySelector('#tab-trips').click()")
      try await browser.wait(until: "!document.querySelector('#sign-out').hidden")
      _ = try await browser.run("document.querySelector('#sign-out').click()")
      // The page comes anew.
      try await browser.wait(until: "document.querySelector('#view-trips').hidden")
      _ = try await browser.run("document.querySelector('#tab-trips').click()")
      try await browser.wait(until: "document.querySelector('#view-trips .sign-in:not([hidden])')")
    }

    private func lookAtTrips(_ browser: WebDriver) async throws {
      try await browser.wait(until: "document.querySelector('#trips li[data-ended=true]')")
      let detail = try await browser.run(
        "return document.querySelector('#trips li[data-ended=true] .detail').textContent")
      #expect((detail as? String)?.contains(/\d.* k?m · score \d+ of 100/) == true, "\(detail ?? "")")
      _ = try await browser.run("document.querySelector('#trips li[data-ended=true] button').click()")
      try await browser.wait(until: "document.querySelector('#map path.trip-line')?.getAttribute('d')?.length > 20")
      try await browser.screenshot(to: try BuiltProgram.artifact("trips.png"))
    }

    private func watch(_ browser: WebDriver) async throws {
      _ = try await browser.run("document.querySelector('#tab-footage').click()")
      try await browser.wait(until: "document.querySelector('#events li[data-state=stored] .play')")
      _ = try await browser.run("document.querySelector('#events li[data-state=stored] .play').click()")
      // Ten seconds of the film lie before the braking; it plays on from there.
      let video = "document.querySelector('#player video')"
      try await browser.wait(until: "\(video).readyState >= 2 && \(video).currentTime > 10.2")
      #expect(try await browser.run("return \(video).videoWidth") as? Int == 640)
      let start = try await browser.run("return \(video).played.start(0)") as? Double
      #expect(start.map { abs($0 - 10) < 0.2 } == true)
    }

    private func deleteAndUndo(_ browser: WebDriver) async throws {
      let id =
        try await browser.run(
          "return document.querySelector('#events li[data-state=stored]').dataset.clipId") as? String
      let row = "document.querySelector('#events li[data-clip-id=\"\(try #require(id))\"]')"
      _ = try await browser.run("\(row).querySelector('.delete').click()")
      try await browser.wait(until: "\(row).dataset.state === 'deleted'")
      _ = try await browser.run("\(row).querySelector('.undo').click()")
      try await browser.wait(until: "\(row).dataset.state === 'stored'")
      _ = try await browser.run("\(row).querySelector('.star').click()")
      try await browser.wait(until: "\(row).dataset.starred === 'true'")
      try await browser.wait(
        until:
          "document.querySelector('#used-words').textContent.includes('of 67.1 MB used. When it is full, the drive of')"
      )
    }
  }
}
