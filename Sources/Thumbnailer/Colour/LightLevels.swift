/// How bright a picture gets, in cd/m².
struct LightLevels: Equatable, Sendable {
    /// The brightest pixel of the whole video (MaxCLL, CTA-861.3).
    var maximumContentLight: Double?
    /// The peak of the display that it was mastered on (SMPTE ST 2086).
    var masteringPeak: Double?

    /// What HDR video shows as white paper and titles (BT.2408): such a white becomes the JPEG's.
    static let referenceWhite = 203.0
    /// What PQ ends at.
    static let pqPeak = 10_000.0
    /// Of the display that HLG is reckoned for, with a system gamma of 1.2 (BT.2100-2, table 5).
    static let hlgPeak = 1000.0

    /// What no pixel can be brighter than, as far as somebody says it and it can be true of HDR: some files give their
    /// levels in a wrong unit.
    var peak: Double? {
        [maximumContentLight, masteringPeak].compactMap(\.self).first { $0 >= Self.referenceWhite / 2 }
    }
}
