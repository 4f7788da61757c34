using TriageMesh.Contracts.Messages;

namespace TriageMesh.Contracts.Api;

/// <summary>A person's rule about labels. Rules are tried in order; in each stage the first that matches decides.</summary>
public sealed record RuleDefinition
{
    public required string Name { get; init; }

    /// <summary>Lower comes first.</summary>
    public int Order { get; init; }
    public required RuleStage Stage { get; init; }
    public RuleConditions When { get; init; } = new();
    public RuleAction Then { get; init; } = new();
}

/// <summary>All that is given must hold; of a list, one.</summary>
public sealed record RuleConditions
{
    /// <summary>Words or phrases, whole; width, case and script do not matter.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A regular expression over the text as written; case does not matter.</summary>
    public string? Pattern { get; init; }
    public IReadOnlyList<AuthorTier> AuthorTiers { get; init; } = [];
    public long? MinFollowers { get; init; }
    public long? MaxFollowers { get; init; }
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>After the model only: what it said.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>After the model only: it was less sure than this.</summary>
    public double? ConfidenceBelow { get; init; }
}

/// <summary>What a rule that matches does.</summary>
public sealed record RuleAction
{
    /// <summary>The label is this.</summary>
    public Label? Label { get; init; }

    /// <summary>Before the model only: nothing to see here; the label is other and nobody is asked.</summary>
    public bool Skip { get; init; }

    /// <summary>Whether a person should look. Null: yes where the rule gives no label, no where it does.</summary>
    public bool? NeedsReview { get; init; }
}

/// <summary>One version of a rule.</summary>
public sealed record RuleView
{
    public required Guid Id { get; init; }
    public required int Version { get; init; }
    public required bool Enabled { get; init; }

    /// <summary>True for the version that took the rule off the list.</summary>
    public bool Removed { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required RuleDefinition Definition { get; init; }
}

/// <summary>PUT /classifier/v1/rules/{id}: the rule's next version.</summary>
/// <param name="Definition">What it says.</param>
/// <param name="Enabled">False: it is kept and does nothing.</param>
/// <param name="Version">The version that was edited; where another has come since, the answer is 409. Null: whichever.</param>
public sealed record RuleRequest(RuleDefinition Definition, bool Enabled = false, int? Version = null);

/// <summary>A past mention, as far as labelling it needs.</summary>
public sealed record PastMention
{
    /// <summary>Given back with the answer.</summary>
    public string? Id { get; init; }
    public required string Text { get; init; }
    public string? Language { get; init; }
    public string? Channel { get; init; }
    public string? Account { get; init; }
    public AuthorTier? AuthorTier { get; init; }
    public long? Followers { get; init; }

    /// <summary>The label that it has, where it is scored again.</summary>
    public Label? Label { get; init; }

    /// <summary>The model that gave it.</summary>
    public string? ModelVersion { get; init; }
}

/// <summary>POST /classifier/v1/rules/try: what a rule would change, before it is switched on.</summary>
public sealed record RuleTryRequest
{
    public required RuleDefinition Definition { get; init; }

    /// <summary>The rule that this would be the next version of; null: a new one.</summary>
    public Guid? RuleId { get; init; }

    /// <summary>The mentions to try it on, at most 1,000.</summary>
    public IReadOnlyList<PastMention> Mentions { get; init; } = [];

    /// <summary>Also on the texts of the newest 1,000 corrections.</summary>
    public bool Corrections { get; init; }
}

/// <summary>What a rule would do.</summary>
public sealed record RuleTryView
{
    public required int Tried { get; init; }

    /// <summary>On how many it would decide.</summary>
    public required int Matched { get; init; }

    /// <summary>How many it would label otherwise, or give to review, or take from it.</summary>
    public required int Changed { get; init; }

    /// <summary>How often the regular expression took too long.</summary>
    public required int TimedOut { get; init; }

    /// <summary>The first 200 that would change.</summary>
    public required IReadOnlyList<RuleTryChange> Changes { get; init; }
}

/// <summary>One mention under the rules as they are, and with the rule.</summary>
public sealed record RuleTryChange(string? Id, string Text, Verdict Now, Verdict Then);

/// <summary>What a text would be labelled.</summary>
public sealed record Verdict
{
    public required Label Label { get; init; }
    public required double Confidence { get; init; }
    public required bool NeedsReview { get; init; }

    /// <summary>The rule that decided; null: the model did.</summary>
    public RuleMark? Rule { get; init; }
}

/// <summary>POST /classifier/v1/rescore: past mentions under the model and the rules of now. Nothing is stored or changed.</summary>
public sealed record RescoreRequest
{
    /// <summary>At most 1,000.</summary>
    public required IReadOnlyList<PastMention> Mentions { get; init; }
}

/// <summary>What became of each.</summary>
public sealed record RescoreView
{
    public required string ModelVersion { get; init; }
    public required int Changed { get; init; }
    public required IReadOnlyList<Rescored> Mentions { get; init; }
}

/// <summary>A mention's label then and now.</summary>
public sealed record Rescored
{
    public string? Id { get; init; }
    public Label? OldLabel { get; init; }
    public string? OldModelVersion { get; init; }
    public required Verdict New { get; init; }

    /// <summary>True where the old label is known and another.</summary>
    public required bool Changed { get; init; }
}
