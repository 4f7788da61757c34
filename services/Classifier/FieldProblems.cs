using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TriageMesh.Classifier;

/// <summary>What is wrong with a request, by field, so that the answer names every mistake at once.</summary>
internal sealed class FieldProblems
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors[field] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>The 400 answer.</summary>
    public ValidationProblem ToAnswer() =>
        TypedResults.ValidationProblem(
            _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal)
        );

    /// <summary>The 400 answer for one field.</summary>
    public static ValidationProblem For(string field, string message)
    {
        var problems = new FieldProblems();
        problems.Add(field, message);
        return problems.ToAnswer();
    }
}
