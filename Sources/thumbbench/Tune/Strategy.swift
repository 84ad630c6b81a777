/// What the best tier is: aws-lambda-power-tuning's strategies, under its names.
enum Strategy: String, Sendable, CaseIterable, Encodable {
    /// The lowest cost; of equal ones the fastest.
    case cost
    /// The shortest duration; of equal ones the cheapest.
    case speed
    /// The lowest sum of both, each as a part of the highest, with a weight.
    case balanced
}
