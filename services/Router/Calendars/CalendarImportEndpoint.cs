using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Domain;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Calendars;

/// <summary>POST /calendars/{id}/import: holidays and make-up working days, from an iCalendar text or a list that ships.</summary>
public sealed record CalendarImportRequest
{
    /// <summary>The text of an iCalendar file, up to a million characters.</summary>
    public string? Text { get; init; }

    /// <summary>Instead of a text: a list that ships, for example <c>cn-2026</c>.</summary>
    public string? List { get; init; }

    /// <summary>The hours of make-up working days; without them, those of the first weekday that has some.</summary>
    public IReadOnlyList<SpanDefinition> MakeUpHours { get; init; } = [];

    /// <summary>True shows what would become of the calendar and saves nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What an import has made, or would make, of the calendar.</summary>
public sealed record CalendarImportView(
    bool Saved,
    IReadOnlyList<DayDefinition> Added,
    IReadOnlyList<DayDefinition> Replaced,
    int MakeUpDays,
    CalendarView Calendar
);

internal static class CalendarImportEndpoint
{
    private const int MostCharacters = 1_000_000;

    public static void MapCalendarImport(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendars/holidays", () => TypedResults.Ok(ShippedHolidays.Names))
            .RequireAuthorization(Allow.Support)
            .WithName("ListShippedHolidays");
        api.MapPost("/calendars/{id:guid}/import", ImportAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("ImportCalendar");
    }

    internal static async Task<
        Results<Ok<CalendarImportView>, NotFound, ValidationProblem, ProblemHttpResult>
    > ImportAsync(
        Guid id,
        CalendarImportRequest request,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if ((request.Text is null) == (request.List is null))
        {
            return Problems.For("text", "Give the text of a file, or the name of a list that ships.");
        }

        if (request.Text?.Length > MostCharacters)
        {
            return Problems.For("text", $"A file has at most {MostCharacters} characters.");
        }

        if ((request.Text ?? ShippedHolidays.Find(request.List!)) is not { } text)
        {
            return Problems.For("list", "There is no such list.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await CalendarEndpoints.FindAsync(connection, id, cancellationToken) is not { } saved)
        {
            return TypedResults.NotFound();
        }

        try
        {
            var import = CalendarImport.Of(saved.Definition, HolidayFile.Read(text), request.MakeUpHours);
            _ = BusinessCalendar.From(id, import.Definition);
            var after = request.DryRun
                ? saved with
                {
                    Definition = import.Definition,
                }
                : await CalendarEndpoints.StoreAsync(
                    connection,
                    id,
                    import.Definition,
                    saved.Version,
                    Instant.FromDateTimeOffset(time.GetUtcNow()),
                    cancellationToken
                );
            if (after is null)
            {
                return VersionTag.Stale(
                    (await CalendarEndpoints.FindAsync(connection, id, cancellationToken))?.Version ?? 0
                );
            }

            rules.Changed();
            return TypedResults.Ok(
                new CalendarImportView(!request.DryRun, import.Added, import.Replaced, import.MakeUpDays, after)
            );
        }
        catch (DefinitionException wrong)
        {
            return TypedResults.ValidationProblem(wrong.Errors.ToDictionary());
        }
    }
}

/// <summary>Lists of holidays that ship with the router; each is read as any other file.</summary>
internal static class ShippedHolidays
{
    private const string Prefix = "TriageMesh.Router.Holidays.";
    private const string Suffix = ".ics";

    /// <summary>For example <c>cn-2026</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedHolidays)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The list's text; null where there is none of this name.</summary>
    public static string? Find(string name)
    {
        if (!Names.Contains(name))
        {
            return null;
        }

        using var stream = typeof(ShippedHolidays).Assembly.GetManifestResourceStream($"{Prefix}{name}{Suffix}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
