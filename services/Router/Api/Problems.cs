using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Domain;

namespace TriageMesh.Router;

/// <summary>Collects what is wrong with a request, by field, so that the answer names every mistake at once.</summary>
internal sealed class Problems
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    /// <summary>Notes that <paramref name="field"/> is wrong when <paramref name="wrong"/>.</summary>
    public Problems Add(bool wrong, string field, string message)
    {
        if (wrong)
        {
            if (!_errors.TryGetValue(field, out var messages))
            {
                _errors[field] = messages = [];
            }

            messages.Add(message);
        }

        return this;
    }

    /// <summary>The 400 answer.</summary>
    public ValidationProblem ToAnswer() =>
        TypedResults.ValidationProblem(
            _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal)
        );

    /// <summary>The 400 answer for a definition within a body, by the field that holds it.</summary>
    public static ValidationProblem For(string field, DefinitionException wrong) =>
        TypedResults.ValidationProblem(
            wrong.Errors.ToDictionary(pair => $"{field}.{pair.Key}", pair => pair.Value, StringComparer.Ordinal)
        );

    /// <summary>The 400 answer for one field.</summary>
    public static ValidationProblem For(string field, string message) =>
        new Problems().Add(true, field, message).ToAnswer();
}
