using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Platform.Months;

namespace TriageMesh.Platform.Database;

/// <summary>Where PostgreSQL is, and whether this process brings its schema up to date when it starts.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    [Required(ErrorMessage = "Database:ConnectionString is missing.")]
    public string ConnectionString { get; init; } = "";

    public bool MigrateAtStart { get; init; } = true;

    /// <summary>How long a starting process waits for a database that does not answer yet.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;

/// <summary>One data source for the process; instants and JSON travel as themselves.</summary>
internal static class DatabaseRegistration
{
    public static void AddMeshDatabase(this WebApplicationBuilder builder)
    {
        DapperTypes.Register();
        builder
            .Services.AddOptions<DatabaseOptions>()
            .BindConfiguration(DatabaseOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        builder.Services.AddSingleton(provider =>
        {
            var source = new NpgsqlDataSourceBuilder(
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString
            );
            // Statements here take milliseconds: compiling one costs more than it could save.
            source.ConnectionStringBuilder.Options ??= "-c jit=off";
            source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            return source.Build();
        });
        builder.Services.AddHostedService<MigrationStart>();
        builder.Services.AddSingleton<MonthKeeper>().AddHostedService<MonthWorker>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(3));
    }

    private sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await connection.ExecuteScalarAsync<int>(
                    new CommandDefinition("SELECT 1", cancellationToken: cancellationToken)
                );
                return HealthCheckResult.Healthy();
            }
            catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
            }
        }
    }
}
