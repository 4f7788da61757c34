using TriageMesh.Classifier.Classify;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Classifier.Rules;

/// <summary>Tries a rule on past mentions, among the rules and with the model of now. Nothing changes.</summary>
/// <remarks>The classifier keeps no mentions: they come with the request, or are those that people corrected.</remarks>
internal sealed class RuleTrial(CurrentModel current, RuleFollower rules, CorrectionListing corrections)
{
    private const int MostChanges = 200;

    public async Task<RuleTryView> RunAsync(RuleTryRequest request, CancellationToken cancellationToken)
    {
        var mentions = request.Mentions.ToList();
        if (request.Corrections)
        {
            var newest = await corrections.PageAsync(
                new CorrectionFilter(),
                before: null,
                PastMentions.Most,
                cancellationToken
            );
            mentions.AddRange(newest.Select(Read));
        }

        var id = request.RuleId ?? Guid.Empty;
        var draft = new LabelRule(
            new RuleMark(id, 0, request.Definition.Name, request.Definition.Stage),
            request.Definition
        );
        var (model, book) = (current.Value, rules.Book);
        var with = book.With(draft);
        var (matched, changed, timedOut) = (0, 0, 0);
        var changes = new List<RuleTryChange>();
        foreach (var mention in mentions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var subject = RuleSubject.Of(mention);
            var now = Labeller.Label(subject, model, book, terms: 0, _ => { }).ToVerdict();
            var then = Labeller
                .Label(subject, model, with, terms: 0, rule => timedOut += rule == draft ? 1 : 0)
                .ToVerdict();
            matched += then.Rule == draft.Mark ? 1 : 0;
            if ((now.Label, now.NeedsReview) != (then.Label, then.NeedsReview))
            {
                changed++;
                if (changes.Count < MostChanges)
                {
                    changes.Add(new RuleTryChange(mention.Id, mention.Text, now, then));
                }
            }
        }

        return new RuleTryView
        {
            Tried = mentions.Count,
            Matched = matched,
            Changed = changed,
            TimedOut = timedOut,
            Changes = changes,
        };
    }

    private static PastMention Read(CorrectionView correction) =>
        new()
        {
            Id = correction.MentionId.ToString(),
            Text = correction.Text,
            Language = correction.Language,
            Channel = correction.Channel,
            Account = correction.Account,
            Label = correction.To,
            ModelVersion = correction.ModelVersion,
        };
}
