using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Cli.Learn;

/// <summary>Which mentions are scored again, and what was asked for and is not there.</summary>
/// <param name="mentions">Their ids; none means all.</param>
/// <param name="label">Only those with this label.</param>
/// <param name="model">Only those that this model labelled.</param>
internal sealed class RescoreChoice(IReadOnlyCollection<string> mentions, Label? label, string? model)
{
    private readonly HashSet<string> _notMet = new(mentions, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _mentions = new(mentions, StringComparer.OrdinalIgnoreCase);
    private bool _isModelMet = model is null;

    /// <summary>What no mention so far has fulfilled, in words; null once all is met.</summary>
    public string? NotMet =>
        _notMet.Count > 0 ? $"There is no mention {string.Join(", ", _notMet.Order())}."
        : !_isModelMet ? $"No mention was labelled by a model {model}."
        : null;

    /// <summary>Looks at one mention, and says whether it is among those chosen.</summary>
    public bool Takes(PastMention one)
    {
        _notMet.Remove(one.Id!);
        _isModelMet |= one.ModelVersion == model;
        return (_mentions.Count == 0 || _mentions.Contains(one.Id!))
            && (label is null || one.Label == label)
            && (model is null || one.ModelVersion == model);
    }
}
