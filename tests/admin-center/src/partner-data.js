import { useCallback, useEffect, useState } from "react";
import { loadPartnerData, refreshPartnerData } from "./partner-cache.js";

/**
 * The partners, from the cache or fetched. Exactly one of `data` and `error` is set when loading is
 * over.
 */
export function usePartnerData() {
  const [state, setState] = useState(
    /** @type {{data: import("./partner-cache.js").PartnerData | null, error: unknown}} */ ({
      data: null,
      error: null,
    }),
  );
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    const loading = attempt === 0 ? loadPartnerData() : refreshPartnerData();

    loading.then(
      (data) => isCurrent && setState({ data, error: null }),
      (error) => isCurrent && setState({ data: null, error }),
    );

    return () => {
      isCurrent = false;
    };
  }, [attempt]);

  const refresh = useCallback(() => {
    setState({ data: null, error: null });
    setAttempt((old) => old + 1);
  }, []);

  return { ...state, refresh };
}
