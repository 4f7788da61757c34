using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Retrain;
using TriageMesh.Classifier.Rules;

namespace TriageMesh.Classifier.Registry;

/// <summary>Hears when another model is put in place, a rule changes or a retraining is asked for; and looks now and then, to be safe.</summary>
internal sealed partial class LiveChanges(
    NpgsqlDataSource database,
    ModelFollower models,
    RuleFollower rules,
    RetrainWorker retraining,
    IOptions<ClassifierOptions> options,
    TimeProvider time,
    ILogger<LiveChanges> logger
) : BackgroundService
{
    private const string Listen = $"LISTEN {Promotion.Channel}";
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The first look is before the first message.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!models.IsPinned)
            {
                await models.RegisterShippedAsync(cancellationToken);
            }

            await LookAsync(cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
        {
            // The model that ships labels until the database answers.
            LogWaiting(unreachable.GetType().Name);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await connection.ExecuteAsync(new CommandDefinition(Listen, cancellationToken: stoppingToken));
                while (true)
                {
                    await LookAsync(stoppingToken);
                    await connection.WaitAsync(options.Value.LookEvery, stoppingToken);
                }
            }
#pragma warning disable CA1031 // Whatever keeps the changes away, labelling goes on as it is and the next look finds them.
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogWaiting(failed.GetType().Name);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!models.IsPinned)
        {
            await models.FollowAsync(cancellationToken);
        }

        await rules.FollowAsync(cancellationToken);
        retraining.Wake();
    }

    [LoggerMessage(EventId = 2203, Level = LogLevel.Warning, Message = "Models and rules cannot be followed: {Reason}")]
    private partial void LogWaiting(string reason);
}
