using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace TriageMesh.Ingest.Import;

/// <summary>Reads the times of exports: ISO 8601, Excel's, Chinese, Weibo's, and seconds or milliseconds since 1970.</summary>
internal sealed class ImportTime
{
    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd HH:mm:ss 'UTC'",
        "ddd MMM dd HH:mm:ss zzz yyyy",
        "ddd, dd MMM yyyy HH:mm:ss zzz",
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    ];

    private static readonly LocalDateTimePattern[] WithoutOffset =
    [
        .. new[]
        {
            "uuuu-MM-dd'T'HH:mm:ss;FFFFFFF",
            "uuuu-MM-dd'T'HH:mm",
            "uuuu-M-d H:mm:ss;FFFFFFF",
            "uuuu-M-d H:mm",
            "uuuu-M-d",
            "uuuu/M/d H:mm:ss",
            "uuuu/M/d H:mm",
            "uuuu/M/d",
            "uuuu'年'M'月'd'日' H:mm:ss",
            "uuuu'年'M'月'd'日' H:mm",
            "uuuu'年'M'月'd'日'",
        }.Select(LocalDateTimePattern.CreateWithInvariantCulture),
    ];

    private readonly DateTimeZone? _zone;

    /// <param name="zone">IANA zone for times without an offset.</param>
    /// <exception cref="ImportException">There is no such zone.</exception>
    public ImportTime(string? zone) =>
        _zone = zone is null
            ? null
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
                ?? throw new ImportException($"There is no time zone {zone}; give an IANA name such as Asia/Shanghai.");

    /// <summary>The time as ISO 8601; where it is none, <paramref name="wrong"/> says why.</summary>
    public string? Read(string text, out string? wrong)
    {
        wrong = null;
        text = text.Trim();
        if (SinceEpoch(text) is { } instant)
        {
            return InstantPattern.ExtendedIso.Format(instant);
        }

        if (
            DateTimeOffset.TryParseExact(
                text,
                WithOffset,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
                out var time
            )
        )
        {
            return InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(time));
        }

        foreach (var pattern in WithoutOffset)
        {
            if (pattern.Parse(text) is { Success: true, Value: var local })
            {
                wrong = _zone is null ? "The time says no offset from UTC; give --zone, such as Asia/Shanghai." : null;
                return _zone is null
                    ? null
                    : InstantPattern.ExtendedIso.Format(local.InZone(_zone, Lenient).ToInstant());
            }
        }

        wrong = "Must be a time, such as 2026-06-05 09:30:00.";
        return null;
    }

    /// <summary>A time that the clocks skipped moves on; one that they showed twice is the first.</summary>
    private static ZoneLocalMappingResolver Lenient => Resolvers.LenientResolver;

    private static Instant? SinceEpoch(string text) =>
        text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text.Length == 10
                ? Instant.FromUnixTimeSeconds(number)
                : Instant.FromUnixTimeMilliseconds(number)
            : null;
}
