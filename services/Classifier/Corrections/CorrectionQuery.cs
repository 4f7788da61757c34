using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TriageMesh.Contracts;

namespace TriageMesh.Classifier.Corrections;

/// <summary>The filter of a list or an export as the address writes it.</summary>
internal sealed record CorrectionQuery
{
    [FromQuery(Name = "language")]
    public string? Language { get; init; }

    /// <summary>What the person said.</summary>
    [FromQuery(Name = "label")]
    public string? Label { get; init; }

    [FromQuery(Name = "from_label")]
    public string? FromLabel { get; init; }

    [FromQuery(Name = "model_version")]
    public string? ModelVersion { get; init; }

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>Made at or after.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Made before.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>The filter that is meant; null where something is wrong, which <paramref name="problem"/> says.</summary>
    public CorrectionFilter? Read(out ValidationProblem? problem)
    {
        var problems = new FieldProblems();
        var filter = new CorrectionFilter
        {
            Language = Language,
            To = Word<Label>(Label, "label", problems),
            From = Word<Label>(FromLabel, "from_label", problems),
            ModelVersion = ModelVersion,
            State = Word<CorrectionState>(State, "state", problems),
            Since = Time(From, "from", problems),
            Until = Time(To, "to", problems),
        };
        problem = problems.Any ? problems.ToAnswer() : null;
        return problems.Any ? null : filter;
    }

    private static T? Word<T>(string? text, string field, FieldProblems problems)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        if (WireName<T>.TryParse(text, out var value))
        {
            return value;
        }

        problems.Add(field, $"Give one of {string.Join(", ", WireName<T>.All)}.");
        return null;
    }

    private static DateTimeOffset? Time(string? text, string field, FieldProblems problems)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var value))
        {
            return value;
        }

        problems.Add(field, "Give a date or a time such as 2026-06-05T09:00:00Z.");
        return null;
    }
}
