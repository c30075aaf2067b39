import { useEffect, useState } from 'preact/hooks';

/** Width by height of an element, in steps: a picture is not folded anew for every pixel. */
export function useAspect(of: { readonly current: HTMLElement | null }): number {
  const [aspect, setAspect] = useState(1.6);
  useEffect(() => {
    const element = of.current;
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth, clientHeight } = element;
      if (clientHeight > 0) setAspect(Math.round((clientWidth / clientHeight) * 5) / 5);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [of]);
  return aspect;
}
