using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Terms of a lexicon as tiny training texts, so that words learn from the terms that they are part of.</summary>
/// <remarks>A term counts where all of its classes that lean do so to one label; what only says what a text is about leans to none.</remarks>
internal static class TermTexts
{
    private static readonly Dictionary<string, Label> Leanings = new(StringComparer.Ordinal)
    {
        ["bad"] = Label.Complaint,
        ["very_bad"] = Label.Complaint,
        ["swear"] = Label.Complaint,
        ["fault"] = Label.Complaint,
        ["harm"] = Label.Complaint,
        ["wait"] = Label.Complaint,
        ["lost"] = Label.Complaint,
        ["overcharge"] = Label.Complaint,
        ["ignored"] = Label.Complaint,
        ["rude"] = Label.Complaint,
        ["dirty"] = Label.Complaint,
        ["dear"] = Label.Complaint,
        ["bad_taste"] = Label.Complaint,
        ["unfair"] = Label.Complaint,
        ["good"] = Label.Praise,
        ["very_good"] = Label.Praise,
        ["love"] = Label.Praise,
        ["recommend"] = Label.Praise,
        ["solved"] = Label.Praise,
        ["thanks"] = Label.Praise,
        ["cheap"] = Label.Praise,
        ["ask"] = Label.Question,
        ["ask_help"] = Label.Question,
        ["how_to"] = Label.Question,
        ["where_when"] = Label.Question,
        ["own"] = Label.Other,
        ["advice"] = Label.Other,
        ["news"] = Label.Other,
        ["promo"] = Label.Other,
        ["greeting"] = Label.Other,
        ["future_plan"] = Label.Other,
        ["laugh"] = Label.Other,
        ["opinion_hedge"] = Label.Other,
    };

    /// <summary>The classes that lean to a label.</summary>
    public static IReadOnlyCollection<string> LeaningClasses => Leanings.Keys;

    /// <param name="lexicon">One that was read from its lines: what a model file holds has no words.</param>
    /// <param name="weight">What a term weighs beside a text; 0: none counts.</param>
    public static IEnumerable<LabelledText> Of(Lexicon lexicon, double weight)
    {
        foreach (var (term, classes) in weight > 0 ? lexicon.Terms : [])
        {
            var labels = classes.Where(Leanings.ContainsKey).Select(name => Leanings[name]).Distinct().ToList();
            if (labels.Count == 1 && term.Length > 1 && !term.StartsWith('['))
            {
                yield return new LabelledText(term, labels[0], Weight: weight);
            }
        }
    }
}
