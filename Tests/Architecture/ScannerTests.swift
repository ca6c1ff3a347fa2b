import Testing

/// The rules are only as good as what reads the code.
@Suite("The scanner")
struct ScannerTests {
  @Test func `finds no code in comments and text`() {
    let source = SwiftSource(
      #"""
      let a = "fatalError(\"\" /* no */" // fatalError()
      /* fatalError() /* nested */ fatalError() */ let b = 1 / 2 / 3
      let c = """
        fatalError()
        """
      """#)
    #expect(!source.code.contains("fatalError"))
    #expect(source.code.contains("let b = 1 / 2 / 3") && source.code.contains("let c"))
    #expect(source.commented == [1, 2] && source.lineCount == 5)
  }

  @Test func `finds code inside interpolations`() {
    let source = SwiftSource(#"print("\(first(try! run("x)"))) and \(b)", c)"#)
    #expect(source.code.contains("try! run(") && source.code.contains("b") && source.code.hasSuffix(", c)"))
    #expect(!source.code.contains("and"))
    let raw = SwiftSource(##"f(#"a \(no) \#(yes)"#)"##)
    #expect(raw.code.contains("yes") && !raw.code.contains("no"))
  }

  @Test func `is not led astray by quotes in a regular expression or a name of words`() {
    let source = SwiftSource("let r = /a\"b/\nfunc `it's \"so\"`() { one() }\nlet s = \"text\"")
    #expect(source.code.contains("one()") && !source.code.contains("text"))
    #expect(source.functions == [SwiftSource.Function(line: 2, length: 1)])
  }

  @Test func `reads imports with what they are for`() {
    let source = SwiftSource(
      "internal import func Glibc.cos\n@testable import swerve\n// import No\npublic import Core")
    #expect(
      source.imports == [
        SwiftSource.Import(module: "Glibc", symbol: "cos", access: "internal"),
        SwiftSource.Import(module: "swerve", symbol: nil, access: nil),
        SwiftSource.Import(module: "Core", symbol: nil, access: "public"),
      ])
  }

  @Test func `measures functions, not requirements`() {
    let source = SwiftSource(
      """
      protocol P {
        func none(a: Int) throws -> Int
        init(b: Int)
      }
      struct S {
        func two(f: () -> Void = { }) {
        }
        init(
          a: Int
        ) { if a > 0 { two() } }
        let x = Self.init
      }
      """)
    #expect(
      source.functions == [
        SwiftSource.Function(line: 6, length: 2), SwiftSource.Function(line: 8, length: 3),
      ])
  }
}
