// The only door of the core to the C library, and it leads to arithmetic only: pure functions of the standard's
// <math.h>.
internal import func Glibc.asin
internal import func Glibc.atan
internal import func Glibc.atan2
internal import func Glibc.cos
internal import func Glibc.exp
internal import func Glibc.log
internal import func Glibc.pow
internal import func Glibc.sin
internal import func Glibc.sinh
internal import func Glibc.tan

/// Trigonometry in the units of maps, so that no other file converts degrees.
enum Mathematics {
  static let radiansPerDegree = Double.pi / 180

  static func sine(degrees: Double) -> Double { sin(degrees * radiansPerDegree) }
  static func cosine(degrees: Double) -> Double { cos(degrees * radiansPerDegree) }
  static func tangent(degrees: Double) -> Double { tan(degrees * radiansPerDegree) }
  static func arcTangentDegrees(_ y: Double, _ x: Double) -> Double { atan2(y, x) / radiansPerDegree }
  static func arcTangentDegrees(_ x: Double) -> Double { atan(x) / radiansPerDegree }
  static func arcSineDegrees(_ x: Double) -> Double { asin(x) / radiansPerDegree }
  static func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
  static func naturalLogarithm(_ x: Double) -> Double { log(x) }
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
