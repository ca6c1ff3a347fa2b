import TestSupport
import Testing

@Suite("The live map in a real browser", .serialized)
struct LivePageTests {
  @Test(
    .enabled(if: WebDriver.isInstalled, "chromium and chromium-driver are not installed"),
    .enabled(if: RunningDemo.isInstalled, "libjs-leaflet, postgresql or ffmpeg is not installed"))
  func `shows cars, a confirmed hazard of grade ten, the flow and alerts, and the demo ends in order`() async throws {
    let demo = try await RunningDemo(["--speed", "3"])
    let browser: WebDriver
    do {
      browser = try await WebDriver(width: 1280, height: 800, log: try BuiltProgram.artifact("chromedriver.log"))
    } catch {
      _ = try demo.stop()
      throw error
    }
    do {
      try await browser.open(demo.address)
      try await browser.wait(until: "document.querySelector('#connection')?.dataset.state === 'live'")
      try await browser.wait(until: "Number(document.querySelector('#cars')?.dataset.count) >= 100")
      try await browser.wait(until: "document.querySelector('#map [data-hazard-id][data-state=confirmed]')")
      let grade = try await browser.run(
        "return document.querySelector('#hazards [data-hazard-id][data-state=confirmed]').dataset.grade")
      #expect(grade as? String == "10")
      try await browser.wait(until: "document.querySelectorAll('#alerts li[data-car]').length > 0")
      try await browser.wait(
        until: "/[1-9]/.test(document.querySelector('#flow [data-stage=admitted] .total')?.textContent ?? '')")
      try await browser.screenshot(to: try BuiltProgram.artifact("live-map.png"))
      let width = try await browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
      #expect(width as? Bool == true)
    } catch {
      try? await browser.screenshot(to: try BuiltProgram.artifact("live-map-failed.png"))
      await browser.close()
      _ = try demo.stop()
      throw error
    }
    await browser.close()
    #expect(try demo.stop() == 0)
  }
}
