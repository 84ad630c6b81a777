import FoundationEssentials

/// A moment as HTTP's headers spell it: RFC 9110's IMF-fixdate, as in `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// The two obsolete spellings, which the RFC wants to be understood too, count as no date: what answers for S3 sends neither.
/// Foundation's formatters would do, but bring all of ICU along.
enum HTTPDate {
    /// Nil for anything else. Which day of the week it says is not checked.
    static func parse(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, bytes[3...4].elementsEqual(", ".utf8), bytes[25...].elementsEqual(" GMT".utf8),
            [7, 11, 16].allSatisfy({ bytes[$0] == UInt8(ascii: " ") }),
            [19, 22].allSatisfy({ bytes[$0] == UInt8(ascii: ":") }),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(bytes[8...10]) }),
            let day = number(bytes[5...6]), let year = number(bytes[12...15]),
            let hour = number(bytes[17...18]), let minute = number(bytes[20...21]), let second = number(bytes[23...24]),
            // A leap second is 60.
            year > 0, (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = daysSince1970(year: year, month: month + 1, day: day)
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 + second))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { value, digit in
            guard let value, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            return value * 10 + Int(digit - UInt8(ascii: "0"))
        }
    }

    /// In the proleptic Gregorian calendar, reckoned in years that begin on 1 March, so that a leap day is a year's last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        // Months from March on take turns of 31 and 30 days so regularly that a straight line hits every first day.
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let daysToMarchOfYear0 = 719_468
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - daysToMarchOfYear0
    }
}
