using Microsoft.Extensions.Logging;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Classifier.Rules;

/// <summary>The rules that hold now in this process. Readers take the book once for each batch.</summary>
internal sealed partial class RuleFollower(RuleStore store, ILogger<RuleFollower> logger)
{
    private readonly Lock _gate = new();
    private volatile RuleBook _book = RuleBook.Empty;

    public RuleBook Book => _book;

    /// <summary>Reads the rules anew where they have changed.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var revision = await store.RevisionAsync(cancellationToken);
        if (revision == _book.Revision)
        {
            return;
        }

        var rules = new List<LabelRule>();
        foreach (var rule in await store.ListAsync(cancellationToken))
        {
            if (rule.Enabled && TryMake(rule) is { } made)
            {
                rules.Add(made);
            }
        }

        lock (_gate)
        {
            // Whoever read later has the newer list.
            if (revision > _book.Revision)
            {
                _book = new RuleBook(revision, rules);
            }
        }

        LogReloaded(rules.Count, revision);
    }

    private LabelRule? TryMake(RuleView rule)
    {
        try
        {
            return new LabelRule(
                new RuleMark(rule.Id, rule.Version, rule.Definition.Name, rule.Definition.Stage),
                rule.Definition
            );
        }
        catch (ArgumentException)
        {
            // Written by another version of the program: the others hold all the same.
            LogUnusable(rule.Id, rule.Version);
            return null;
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Information, Message = "{Count} rules hold, revision {Revision}")]
    private partial void LogReloaded(int count, long revision);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Error, Message = "Rule {Rule} version {Version} cannot be used")]
    private partial void LogUnusable(Guid rule, int version);
}
